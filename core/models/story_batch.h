// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace storyscope::models {

/// B stories of K frames each, with what is to be learned from them. Members that are not known stay undefined; the
/// loss terms that need them are left out then.
struct Batch {
    torch::Tensor pictures;         // (B, K, 3, S, S) float32 in [0, 1]
    std::int64_t firstPosition = 0; // of frame 0 in its story
    std::int64_t contextFrames = 0; // the picture after so many frames is predicted, for the ordered stories; 0: none

    torch::Tensor captions;     // (B, K, T) int64: BOS … EOS PAD…; PAD only where there is no caption
    torch::Tensor ordered;      // (B′) int64: the rows of stories in which frame i + 1 really follows frame i
    torch::Tensor nextCaptions; // (B′, K − 1, T) int64: of frame i + 1 at i; PAD only where there is no caption
    torch::Tensor
        pointing; // (B, K, T, G·G) float32, 0 or 1: cells that show the entity named by token t; all 0: no target
    torch::Tensor tags;        // (B, K, N) float32, 0 or 1
    torch::Tensor tagsKnown;   // (B, K) float32, 1 where the data has tags
    torch::Tensor scores;      // (B) float32 in [0, 1]
    torch::Tensor scoresKnown; // (B) float32, 1 where the data has a score
};

} // namespace storyscope::models
