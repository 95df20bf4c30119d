// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/activation.h"
#include "core/nn/token_linear.h"

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/normalization.h>

#include <optional>

namespace storyscope::nn {

struct FeedForwardOptions {
    std::int64_t size = 128;
    std::int64_t innerSize = 512;
    Activation activation = Activation::Gelu;
    std::optional<double> normEpsilon = 1e-5; ///< none: x is not normalised first
    double dropout = 0;                       ///< of the result
};

/// The position-wise part of a transformer layer, normalised first: Linear(GELU(Linear(LayerNorm(x)))). The caller
/// adds the residual.
class FeedForward : public torch::nn::Module {
public:
    explicit FeedForward(const FeedForwardOptions& options);
    FeedForward(std::int64_t size, std::int64_t innerSize, double dropout);

    /// (B, T, size) float32 → the same shape.
    torch::Tensor forward(const torch::Tensor& x);

private:
    Activation m_activation;
    torch::nn::LayerNorm m_norm = nullptr; // may be none
    std::shared_ptr<TokenLinear> m_expand;
    std::shared_ptr<TokenLinear> m_contract;
    torch::nn::Dropout m_dropout = nullptr;
};

} // namespace storyscope::nn
