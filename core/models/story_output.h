// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace storyscope::models {

/// What a model sees in B stories of K frames before it writes anything.
struct EncodedStory {
    torch::Tensor pictures; // (B, K, 3, S, S) float32 in [0, 1]: as given
    torch::Tensor patches;  // (B, K, C, G, G) float32
    torch::Tensor features; // (B, K, F) float32: what Familiarity measures; undefined while gradients are recorded
    torch::Tensor states;   // (B, K, D) float32: state i depends on frames 0…i only
    std::vector<torch::Tensor> temporalAttention; // per layer (B, heads, K, K) float32, rows sum to 1
    torch::Tensor tagLogits;                      // (B, K, N) float32, before the sigmoid
    torch::Tensor scoreLogits;                    // (B) float32, before the sigmoid
    std::int64_t firstPosition = 0;
};

/// Everything that training compares with the truth.
struct StoryOutput {
    EncodedStory encoded;
    nn::TextOutput captions;     // logits (B, K, T − 1, V); undefined without Batch::captions
    nn::TextOutput nextCaptions; // logits (B′, K − 1, T − 1, V); undefined without Batch::nextCaptions
    torch::Tensor nextPicture; // (B′, 3, S, S) float32 in [0, 1]: frame Batch::contextFrames; undefined if that is 0
};

} // namespace storyscope::models
