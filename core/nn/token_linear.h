// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/conv.h>

namespace storyscope::nn {

/// A linear layer over the vectors of a sequence. Its weight has the shape of a 1 × 1 convolution's kernel,
/// (outputSize, inputSize, 1, 1): so model folders keep it.
class TokenLinear : public torch::nn::Module {
public:
    enum class Bias { Added, None };

    TokenLinear(std::int64_t inputSize, std::int64_t outputSize, Bias bias = Bias::Added);

    /// (B, T, inputSize) float32 → (B, T, outputSize), contiguous.
    torch::Tensor forward(const torch::Tensor& x);

    torch::Tensor weight() const { return m_linear->weight.flatten(1); } // (outputSize, inputSize)
    torch::Tensor bias() const { return m_linear->bias; }                // (outputSize); undefined without

private:
    torch::nn::Conv2d m_linear;
};

} // namespace storyscope::nn
