// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/windows.h"
#include "core/models/patch_grid.h"
#include "core/story/attention.h"

#include <torch/types.h>

#include <string>
#include <vector>

namespace storyscope::inference {

/// What a caption's tokens looked at, on its way into a StoryResult.
struct TextAttention {
    Attention::Kind kind = Attention::Kind::Caption;
    int subject = 0;
    std::vector<std::string> tokens;
    torch::Tensor weights; // (layers, heads, tokens, K · cells) float32, then K class tokens if the grid has such; what
                           // rows lack to 1 went to text
    std::vector<int> frames; ///< the first of the K frames stand for these positions; the others were invisible
    models::PatchGrid grid;
    std::vector<Box> areas = {}; ///< per entry of `frames`: the part of the picture that the grid covers; empty: all
    torch::Tensor others = {};   // (layers, heads, tokens) float32: what went to pictures that are not in `weights`
};

/// The summary (last layer, mean over heads) first, then a record per layer and head: nothing is thrown away. For
/// BLIP's 12 × 12 heads, 20 words and 576 cells that is 7 MB per frame. None without tokens, or of a decoder that looks
/// at nothing.
std::vector<Attention> textAttention(const TextAttention& source);

/// `areas`, or none if all of them are whole pictures.
std::vector<Box> unlessWhole(std::vector<Box> areas);

/// Collects the temporal attention of a story's frames, window by window.
class TemporalAttention {
public:
    /// `rows`: a label per frame of the story.
    explicit TemporalAttention(std::vector<std::string> rows);

    /// Takes row `frame` from the attention of the window it was seen in: per layer (1, heads, K, K) float32.
    void add(int frame, const Window& window, const std::vector<torch::Tensor>& weights);

    /// The summary (mean over layers and heads) first, then a record per layer and head.
    std::vector<Attention> records() const;

private:
    std::vector<std::string> m_rows;
    std::vector<Attention> m_heads;
};

} // namespace storyscope::inference
