// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"

#include <cstddef>
#include <vector>

namespace storyscope::inference {

/// Captions of several frames, written side by side: a step reads the model's weights once for all of them. For models
/// that see pictures apart and remember their tokens. A text goes on or is dropped; none is doubled.
class SideBySideScorer final : public NextTokenScorer {
public:
    /// A caption of the last frame of each source, or of its clip. `engine` must outlive the scorer.
    SideBySideScorer(const StoryEngine& engine, const std::vector<CaptionSource>& sources);

    std::size_t textCount() const override { return m_attention.size(); }
    std::size_t vocabularySize() const override;
    std::span<const float> advance(std::span<const std::int64_t> parents,
                                   std::span<const std::int64_t> tokens) override;
    std::span<const float> logits() const override;

    /// Of each step of one of the texts, (layers, 1, heads, …) as ModelScorer has it.
    const std::vector<torch::Tensor>& attention(std::size_t text) const { return m_attention[text]; }

private:
    nn::TextStep stepOf(const nn::TextStep& all, std::int64_t text) const;

    const StoryEngine& m_engine;
    models::CaptionKind m_kind;
    nn::TextMemory m_memory;           ///< apart
    nn::TextCache m_cache;             ///< a row for each text, also for those that were dropped
    std::vector<std::int64_t> m_texts; ///< of the last batch, as rows of the cache
    torch::Tensor m_logits;            // (texts, V) float32, contiguous
    torch::Tensor m_scores;            // (texts, V) float32, contiguous: log-probabilities
    std::vector<std::vector<torch::Tensor>> m_attention;
};

} // namespace storyscope::inference
