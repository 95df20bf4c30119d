// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/story_latent.h"

#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

namespace storyscope::nn {

struct ContentLatentOptions {
    enum class Picture {
        Certain,
        Variational, ///< drawn from a normal distribution while training, its mean afterwards
    };
    std::int64_t sequenceSize = 256; ///< S
    std::int64_t pictureSize = 256;  ///< P
    std::int64_t textSize = 256;     ///< E
    Picture picture = Picture::Certain;
};

/// Content attention: what comes next is mostly what was there. Picture latent: LayerNorm(g · Σα·(the frames' picture
/// latents) + (1 − g) · residual), with a gate g = sigmoid(Linear(output i)) and a residual Linear([output i, pooled
/// outputs]) in batch normalisation without scale and shift. Text latent, its own: LayerNorm(Linear([output i, Σα·(the
/// frames' text latents)])). Source: second version of the Sheffield Hallam module's predictor; the form of the gate
/// and of the text latent are ours.
class ContentLatent final : public StoryLatent {
public:
    explicit ContentLatent(const ContentLatentOptions& options);

    NextLatents forward(const LatentContext& context) override;
    std::int64_t pictureSize() const override { return m_options.pictureSize; }
    std::int64_t textSize() const override { return m_options.textSize; }
    bool isShared() const override { return false; }

private:
    torch::Tensor residual(const LatentContext& context);

    ContentLatentOptions m_options;
    torch::nn::Linear m_gate;
    torch::nn::Linear m_residual;
    torch::nn::Linear m_text;
    torch::nn::LayerNorm m_pictureNorm;
    torch::nn::LayerNorm m_textNorm;
    torch::nn::Linear m_deviation = nullptr; // to log σ²
    torch::Tensor m_mean;                    // (P) float32: running statistics of the residual, over all stories
    torch::Tensor m_variance;                // (P) float32
};

} // namespace storyscope::nn
