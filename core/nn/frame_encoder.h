// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

namespace storyscope::nn {

/// What a frame encoder sees in N pictures.
struct EncodedFrames {
    torch::Tensor patches;   // (N, C, G, G) float32: one vector per cell of a grid that covers the picture evenly
    torch::Tensor summaries; // (N, D) float32: one vector per picture
    torch::Tensor features;  // (N, F) float32: mean and deviation per channel of an early and the last stage;
                             // undefined while gradients are recorded, training has no use for them
};

/// The interface of every part that turns pictures into patches.
class FrameEncoder : public torch::nn::Module {
public:
    /// `pictures`: (N, 3, H, W) float32 in [0, 1].
    virtual EncodedFrames forward(const torch::Tensor& pictures) = 0;

    /// What its frozen part computes of the pictures, (N, …) float32, without gradients; undefined if nothing is
    /// frozen.
    virtual torch::Tensor frozenFeatures(const torch::Tensor& pictures);
    /// Goes on from there: forward(x) equals forwardFeatures(frozenFeatures(x)). Throws std::logic_error if nothing is
    /// frozen.
    virtual EncodedFrames forwardFeatures(const torch::Tensor& features);

    virtual std::int64_t patchChannels() const = 0; ///< C
    virtual std::int64_t summarySize() const = 0;   ///< D
    virtual std::int64_t gridSize() const = 0;      ///< G
    virtual std::int64_t featureCount() const = 0;  ///< F
};

} // namespace storyscope::nn
