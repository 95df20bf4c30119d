// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/token_linear.h"

#include "core/nn/linear.h"

#include <torch/torch.h>

namespace storyscope::nn {

TokenLinear::TokenLinear(std::int64_t inputSize, std::int64_t outputSize, Bias bias)
    : m_linear(register_module(
          "linear", torch::nn::Conv2d(torch::nn::Conv2dOptions(inputSize, outputSize, 1).bias(bias == Bias::Added)))) {}

torch::Tensor TokenLinear::forward(const torch::Tensor& x) {
    return nn::linear(x, weight(), bias());
}

} // namespace storyscope::nn
