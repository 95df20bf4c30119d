// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <vector>

namespace storyscope::nn {

struct ConvPictureEncoderOptions {
    enum class Norm {
        None,
        Layer, ///< LayerNorm of the latent
    };
    std::int64_t height = 60; ///< of pictures
    std::int64_t width = 125;
    std::vector<std::int64_t> channels = {16, 32, 64}; ///< of the convolutions, each of stride 2
    std::vector<std::int64_t> kernels = {7, 5, 3};     ///< odd; as many as channels
    std::int64_t groups = 8;                           ///< of group normalisation; divides all channels
    std::int64_t backbones = 2; ///< 1: flatten → Linear; 2: each flatten → Linear → ReLU, both → Linear
    std::int64_t latentSize = 16;
    Norm norm = Norm::None;
};

/// One picture as one vector: convolutions of stride 2 with group normalisation and LeakyReLU(0.1). Of two backbones
/// the first is for the content, the second for the context; their vectors are joined in that order. Convolutions and
/// linear layers start as Kaiming normal (fan-in, gain √2), biases as 0. Source: the Sheffield Hallam module's visual
/// autoencoder, for the default options 330,544 parameters.
class ConvPictureEncoder final : public torch::nn::Module {
public:
    explicit ConvPictureEncoder(const ConvPictureEncoderOptions& options);

    /// (N, 3, H, W) float32 in [0, 1] → (N, latentSize) float32.
    torch::Tensor forward(const torch::Tensor& pictures);
    std::int64_t latentSize() const { return m_options.latentSize; }

private:
    struct Backbone {
        std::vector<torch::nn::Conv2d> convolutions;
        std::vector<torch::nn::GroupNorm> norms;
        torch::nn::Linear head = nullptr;
    };
    Backbone makeBackbone(const std::string& name);
    static torch::Tensor run(Backbone& backbone, const torch::Tensor& pictures);

    ConvPictureEncoderOptions m_options;
    std::vector<Backbone> m_backbones;
    torch::nn::Linear m_merge = nullptr;
    torch::nn::LayerNorm m_norm = nullptr;
};

/// Kaiming normal weights (fan-in, gain √2) and zero biases for every convolution, transposed convolution and linear
/// layer of `module`.
void initializeKaiming(torch::nn::Module& module);

} // namespace storyscope::nn
