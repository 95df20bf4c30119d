// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

namespace storyscope::nn {

/// What is known of B stories after each of K frames.
struct LatentContext {
    torch::Tensor sequence; // (B, K, S) float32: of the recurrence
    torch::Tensor weights;  // (B, 1, K, K) float32: of the pooling
    torch::Tensor pictures; // (B, K, P) float32: latents of the frames' pictures
    torch::Tensor texts;    // (B, K, E) float32: latents of the frames' texts; undefined without
};

/// What the next frame will be.
struct NextLatents {
    torch::Tensor picture; // (B, K, P′) float32
    torch::Tensor text;    // (B, K, E′) float32; the same tensor as `picture` where there is one latent for both
    torch::Tensor kl;      // (B, K) float32 nats: Kullback-Leibler divergence from a standard normal; undefined without
};

/// The interface of every part that foretells the next frame's latents; those after frame i depend on frames 0…i only.
class StoryLatent : public torch::nn::Module {
public:
    virtual NextLatents forward(const LatentContext& context) = 0;
    virtual std::int64_t pictureSize() const = 0; ///< P′
    virtual std::int64_t textSize() const = 0;    ///< E′
    virtual bool isShared() const = 0;            ///< picture and text are one latent
};

} // namespace storyscope::nn
