// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <vector>

namespace storyscope::nn {

struct TemporalStates {
    torch::Tensor states;                 // (B, K, D) float32; state i depends on frames 0…i only
    std::vector<torch::Tensor> attention; // per layer (B, heads, K, K) float32, rows sum to 1, zero for later frames
};

/// The interface of every part that connects the frames of a story in time. Causal, so that the state of frame i may
/// predict frame i + 1 for all frames in one pass.
class TemporalLayer : public torch::nn::Module {
public:
    /// `summaries`: (B, K, D) float32. `firstPosition`: the place of frame 0 in its story.
    virtual TemporalStates forward(const torch::Tensor& summaries, std::int64_t firstPosition) = 0;
};

} // namespace storyscope::nn
