// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace storyscope {

/// One attention matrix of a model, as plain numbers.
///
/// The columns are the cells of a `gridRows` × `gridColumns` grid on each of `frames`, frame by frame, each grid row by
/// row from the top left. A grid of 1 × 1 means that the model attends to whole frames. The grid divides evenly the
/// part of the frame that the model was shown, areaOf(): captioners that crop see less than the whole picture. Frames
/// that a row's text or state could not see have zeros or no columns.
///
/// A row is all that a token looked at. Its cells sum to one, unless the model also looks at what is no place in a
/// picture: then `classShares` says how much went to class tokens, which stand for a frame as a whole, and `textShares`
/// how much to the text before, and `otherShares` how much to pictures that the story does not show, where a caption
/// was written from a clip of the video around its frame. Cells and shares sum to one together.
struct Attention {
    enum class Kind {
        Temporal,    ///< a row per story frame: how much its temporal state drew on each frame
        Caption,     ///< a row per token of the caption of frame `subject`
        NextCaption, ///< a row per token of the predicted caption of prediction `subject`
        ClipCaption, ///< a row per token of the one caption of all frames; `subject` is 0
    };
    /// For `head`: the mean over all heads. For `layer`: the layers that are meant to be read, which is the last one of
    /// a text decoder (in models trained here, the one that learns to point at what a word names) and the mean over all
    /// layers in time.
    static constexpr int averaged = -1;
    /// For `layer`: what all layers together let through from the picture to a token, with its heads averaged. Source:
    /// Abnar & Zuidema 2020, "Quantifying attention flow in transformers".
    static constexpr int rolledOut = -2;

    Kind kind = Kind::Caption;
    int layer = averaged;          ///< decoder layer from 0, or one of the above
    int head = averaged;           ///< head from 0
    int subject = 0;               ///< position in StoryResult::frames (Caption) or ::predictions (NextCaption)
    std::vector<std::string> rows; ///< labels: tokens, or frame numbers
    std::vector<int> frames;       ///< positions in StoryResult::frames that the columns stand for
    int gridRows = 1;
    int gridColumns = 1;
    std::vector<float> values; ///< (rows, frames × gridRows × gridColumns), row-major, in [0, 1]
    std::vector<Box> areas;    ///< per entry of `frames`: the part that its grid covers; empty: all are covered whole
    std::vector<float> classShares; ///< per row, in [0, 1]; empty: the model has no class tokens
    std::vector<float> otherShares; ///< per row, in [0, 1]; empty: all pictures are among `frames`
    std::vector<float> textShares;  ///< per row, in [0, 1]; empty: text is not part of what is looked at here

    std::size_t columnCount() const { return frames.size() * static_cast<std::size_t>(gridRows * gridColumns); }
    /// One row, (frames × gridRows × gridColumns).
    std::span<const float> row(std::size_t index) const;
    /// The row's share per frame, (frames): sums to what the row's cells sum to.
    std::vector<float> frameWeights(std::size_t rowIndex) const;
    /// The row's cells on the frame at `framePosition` of `frames`, (gridRows × gridColumns); sums to that frame's
    /// share.
    std::span<const float> patchWeights(std::size_t rowIndex, std::size_t framePosition) const;
    /// The part of the frame at `framePosition` of `frames` that the grid covers.
    Box areaOf(std::size_t framePosition) const;
    bool coversWhole(std::size_t framePosition) const { return areaOf(framePosition) == Box{0, 0, 1, 1}; }
    /// The place of a cell, counted row by row, in that frame.
    Box cellArea(std::size_t framePosition, std::size_t cell) const;
    /// The row's share that went to class tokens, other pictures or text; 0 where there are none.
    float classShare(std::size_t rowIndex) const { return classShares.empty() ? 0 : classShares.at(rowIndex); }
    float otherShare(std::size_t rowIndex) const { return otherShares.empty() ? 0 : otherShares.at(rowIndex); }
    float textShare(std::size_t rowIndex) const { return textShares.empty() ? 0 : textShares.at(rowIndex); }
};

} // namespace storyscope
