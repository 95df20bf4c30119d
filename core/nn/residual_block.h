// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/normalization.h>

namespace storyscope::nn {

/// Two 3 × 3 convolutions with group normalisation around a shortcut. Source: He et al. 2016, "Identity mappings in
/// deep residual networks", with GELU and group normalisation (Wu & He 2018) in place of ReLU and batch normalisation.
class ResidualBlock : public torch::nn::Module {
public:
    ResidualBlock(std::int64_t channels, std::int64_t groups);

    /// (N, channels, H, W) float32 → the same shape.
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::GroupNorm m_firstNorm;
    torch::nn::Conv2d m_first;
    torch::nn::GroupNorm m_secondNorm;
    torch::nn::Conv2d m_second;
};

} // namespace storyscope::nn
