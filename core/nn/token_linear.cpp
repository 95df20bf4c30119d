// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/token_linear.h"

#include <torch/torch.h>

namespace storyscope::nn {

TokenLinear::TokenLinear(std::int64_t inputSize, std::int64_t outputSize, Bias bias)
    : m_linear(register_module(
          "linear", torch::nn::Conv2d(torch::nn::Conv2dOptions(inputSize, outputSize, 1).bias(bias == Bias::Added)))) {}

torch::Tensor TokenLinear::forward(const torch::Tensor& x) {
    return fromPlanes(forwardPlanes(toPlanes(x)));
}

torch::Tensor TokenLinear::forwardPlanes(const torch::Tensor& x) {
    return m_linear(x);
}

torch::Tensor toPlanes(const torch::Tensor& x) {
    return x.transpose(1, 2).contiguous().unsqueeze(2);
}

torch::Tensor fromPlanes(const torch::Tensor& x) {
    return x.squeeze(2).transpose(1, 2).contiguous();
}

} // namespace storyscope::nn
