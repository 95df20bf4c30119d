// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace storyscope::models {

/// What a model sees in B stories of K frames before it writes anything. Members that a model does not have stay
/// undefined.
struct EncodedStory {
    torch::Tensor pictures; // (B, K, 3, H, W) float32 in [0, 1]: as given; undefined if only features were
    torch::Tensor patches;  // (B, K, C, rows, columns) float32
    torch::Tensor features; // (B, K, F) float32: what Familiarity measures; undefined while gradients are recorded
    torch::Tensor states;   // (B, K, D) float32: state i depends on frames 0…i only
    std::vector<torch::Tensor> temporalAttention; // per layer (B, heads, K, K) float32, rows sum to 1
    torch::Tensor tagLogits;                      // (B, K, N) float32, before the sigmoid
    torch::Tensor scoreLogits;                    // (B) float32, before the sigmoid
    std::int64_t firstPosition = 0;

    std::int64_t stories() const { return states.size(0); }
    std::int64_t frames() const { return states.size(1); }
};

/// Text written with teacher forcing. Logits are computed for real tokens only: padding costs nothing.
struct TextPrediction {
    torch::Tensor logits;    // (N, V) float32: a row for each target that is not padding
    torch::Tensor targets;   // (N) int64
    torch::Tensor attention; // (B, heads, Q, T − 1, K · cells) float32, rows sum to 1, padding included; undefined if
                             // the decoder looks at nothing
};

/// Everything that training compares with the truth; a member that was not wanted or is no ability stays undefined.
struct StoryOutput {
    EncodedStory encoded;
    TextPrediction captions;
    TextPrediction nextCaptions;
    TextPrediction clipCaptions;
    torch::Tensor nextPicture;                      // (B′, 3, H, W) float32 in [0, 1]: frame Batch::contextFrames
    std::map<std::string, torch::Tensor> ownLosses; // scalars that only this model knows how to compute: "contrastive",
                                                    // "context_picture", "picture_autoencoder", …
};

} // namespace storyscope::models
