// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

namespace storyscope::nn {

/// What the next picture is predicted from: K context frames of B stories.
struct PictureContext {
    torch::Tensor pictures; // (B, K, 3, S, S) float32 in [0, 1]
    torch::Tensor patches;  // (B, K, C, G, G) float32
    torch::Tensor state;    // (B, D) float32: the temporal state of the last of them
};

/// The interface of every part that draws the picture that comes next.
class PictureDecoder : public torch::nn::Module {
public:
    /// (B, 3, S, S) float32 in [0, 1].
    virtual torch::Tensor forward(const PictureContext& context) = 0;
};

} // namespace storyscope::nn
