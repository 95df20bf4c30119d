// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/attention.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace storyscope::inference {

/// One caption of a told story.
struct ToldText {
    Attention::Kind kind = Attention::Kind::Caption; ///< not Temporal
    int subject = 0;                                 ///< as in Attention

    friend bool operator==(const ToldText&, const ToldText&) = default;
};

/// How much one word of a told story depends on each part of one picture: what its logarithmic probability, given the
/// same words before it, loses when that part alone is covered with the picture's mean colour. Nothing of it comes from
/// the model's attention. Source: Zeiler & Fergus 2014, "Visualizing and understanding convolutional networks".
struct OcclusionMap {
    ToldText text;
    int token = 0;
    int frame = 0;                   ///< position in StoryResult::frames whose picture was covered
    int rows = 0;                    ///< parts from top to bottom
    int columns = 0;                 ///< parts from left to right
    Box area = {};                   ///< of the picture that the model sees and the parts divide
    double logProbability = 0;       ///< of the token with nothing covered
    std::vector<double> losses = {}; ///< (rows × columns), row by row, in nats; negative: the word became more probable

    /// The part that the word depends on most, counted row by row.
    std::size_t strongest() const;
};

/// How well a map of attention fits an occlusion map.
struct MapAgreement {
    enum class Verdict {
        Agrees,      ///< the word depends most on what its attention marks
        Little,      ///< no more than chance could do
        Contradicts, ///< it depends most on what its attention leaves out
        Unknown,     ///< attention or dependence is the same everywhere: there is nothing to compare
    };
    std::optional<double> rankCorrelation; ///< Spearman's, over the parts
    std::size_t parts = 0;

    /// Below it chance alone gives as much, at the level of 5 %, or it is too weak to rely on.
    double limit() const;
    Verdict verdict() const;
};

/// Of a row of `attention`, which has the frame in its columns. Throws Error{BadArgument} if it has not, or looks at
/// whole frames only.
MapAgreement agreement(const Attention& attention, std::size_t row, const OcclusionMap& occlusion);

/// A row's mean per cell in each part of an occlusion map.
std::vector<double> attentionPerPart(const Attention& attention, std::size_t row, const OcclusionMap& occlusion);

/// In how many parts a side of so many cells is divided: 4 to 8 equal ones where that goes.
int partsOf(int cells);
/// The first cell of a part of a side; for part = parts, one past the last.
constexpr int firstCell(int part, int parts, int cells) {
    return part * cells / parts;
}

} // namespace storyscope::inference
