// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/conv.h>

namespace storyscope::nn {

struct TransposedConvolutionOptions {
    std::int64_t inputs = 0;  ///< channels, C
    std::int64_t outputs = 0; ///< channels, O
    std::int64_t kernel = 4;  ///< k
    std::int64_t stride = 2;
    std::int64_t padding = 1;
    std::int64_t outputPadding = 0;
};

/// LibTorch's transposed convolution with the same weights, (C, O, k, k) and (O), and the same result up to rounding.
/// On the processor it is computed as what it is: the gradient that a convolution with these weights has with respect
/// to its input, for which there are kernels that take less than half the time. Source: Dumoulin and Visin 2016, "A
/// guide to convolution arithmetic for deep learning", section 4.
class TransposedConvolution : public torch::nn::ConvTranspose2dImpl {
public:
    explicit TransposedConvolution(const TransposedConvolutionOptions& chosen);

    /// (N, C, H, W) float32 → (N, O, H′, W′), H′ = (H − 1) · stride − 2 · padding + k + outputPadding.
    torch::Tensor forward(const torch::Tensor& x);

private:
    TransposedConvolutionOptions m_options;
};

} // namespace storyscope::nn
