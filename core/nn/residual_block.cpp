// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/residual_block.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

torch::nn::Conv2d conv3x3(std::int64_t channels) {
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, channels, 3).padding(1));
}

} // namespace

ResidualBlock::ResidualBlock(std::int64_t channels, std::int64_t groups)
    : m_firstNorm(register_module("first_norm", torch::nn::GroupNorm(groups, channels))),
      m_first(register_module("first", conv3x3(channels))),
      m_secondNorm(register_module("second_norm", torch::nn::GroupNorm(groups, channels))),
      m_second(register_module("second", conv3x3(channels))) {}

torch::Tensor ResidualBlock::forward(const torch::Tensor& x) {
    const torch::Tensor inner = m_first(torch::gelu(m_firstNorm(x)));
    return x + m_second(torch::gelu(m_secondNorm(inner)));
}

} // namespace storyscope::nn
