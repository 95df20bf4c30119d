// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/conv.h>

namespace storyscope::nn {

/// A linear layer over the vectors of a sequence, computed as a 1 × 1 convolution: on CPUs LibTorch hands convolutions
/// to oneDNN, which is four times as fast here as the BLAS behind torch::nn::Linear.
class TokenLinear : public torch::nn::Module {
public:
    enum class Bias { Added, None };

    TokenLinear(std::int64_t inputSize, std::int64_t outputSize, Bias bias = Bias::Added);

    /// (B, T, inputSize) float32 → (B, T, outputSize), contiguous.
    torch::Tensor forward(const torch::Tensor& x);
    /// The same with the sequence last: (B, inputSize, 1, T) → (B, outputSize, 1, T).
    torch::Tensor forwardPlanes(const torch::Tensor& x);

private:
    torch::nn::Conv2d m_linear;
};

/// (B, T, D) → (B, D, 1, T), and back; contiguous.
torch::Tensor toPlanes(const torch::Tensor& x);
torch::Tensor fromPlanes(const torch::Tensor& x);

} // namespace storyscope::nn
