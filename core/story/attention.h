// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace storyscope {

/// One attention matrix of a model, as plain numbers. Every row sums to one over all its columns.
///
/// The columns are the cells of a `gridRows` × `gridColumns` grid on each of `frames`, frame by frame, each grid row by
/// row from the top left. A grid of 1 × 1 means that the model attends to whole frames. The grid covers the whole
/// picture evenly. Frames that a row's text or state could not see have zeros or no columns.
struct Attention {
    enum class Kind {
        Temporal,    ///< a row per story frame: how much its temporal state drew on each frame
        Caption,     ///< a row per token of the caption of frame `subject`
        NextCaption, ///< a row per token of the predicted caption of prediction `subject`
        ClipCaption, ///< a row per token of the one caption of all frames; `subject` is 0
    };
    /// For `head`: the mean over all heads. For `layer`: the layers that are meant to be read, which is the last one of
    /// a text decoder (the one that learns to point at what a word names) and the mean over all layers in time.
    static constexpr int averaged = -1;

    Kind kind = Kind::Caption;
    int layer = averaged;          ///< decoder layer from 0
    int head = averaged;           ///< head from 0
    int subject = 0;               ///< position in StoryResult::frames (Caption) or ::predictions (NextCaption)
    std::vector<std::string> rows; ///< labels: tokens, or frame numbers
    std::vector<int> frames;       ///< positions in StoryResult::frames that the columns stand for
    int gridRows = 1;
    int gridColumns = 1;
    std::vector<float> values; ///< (rows, frames × gridRows × gridColumns), row-major, in [0, 1]

    std::size_t columnCount() const { return frames.size() * static_cast<std::size_t>(gridRows * gridColumns); }
    /// One row, (frames × gridRows × gridColumns).
    std::span<const float> row(std::size_t index) const;
    /// The row's share per frame, (frames); sums to one.
    std::vector<float> frameWeights(std::size_t rowIndex) const;
    /// The row's cells on the frame at `framePosition` of `frames`, (gridRows × gridColumns); sums to that frame's
    /// share.
    std::span<const float> patchWeights(std::size_t rowIndex, std::size_t framePosition) const;
};

} // namespace storyscope
