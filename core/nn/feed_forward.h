// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/token_linear.h"

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/normalization.h>

namespace storyscope::nn {

/// The position-wise part of a transformer layer, normalised first: Linear(GELU(Linear(LayerNorm(x)))). The caller
/// adds the residual.
class FeedForward : public torch::nn::Module {
public:
    FeedForward(std::int64_t size, std::int64_t innerSize, double dropout);

    /// (B, T, size) float32 → the same shape.
    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::LayerNorm m_norm;
    std::shared_ptr<TokenLinear> m_expand;
    std::shared_ptr<TokenLinear> m_contract;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
