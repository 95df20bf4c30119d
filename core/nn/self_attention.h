// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/attention.h"
#include "core/nn/token_linear.h"

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/normalization.h>

namespace storyscope::nn {

/// The self-attention part of a causal transformer layer, normalised first. The caller adds the residual.
class SelfAttention : public torch::nn::Module {
public:
    SelfAttention(std::int64_t size, std::int64_t heads, double dropout);

    struct Output {
        torch::Tensor output;  // (B, T, size) float32
        torch::Tensor weights; // (B, heads, T, T) float32
    };

    /// `x`: (B, T, size) float32; position t sees positions 0…t.
    Output forward(const torch::Tensor& x);
    /// One more position, `x`: (B, 1, size). `keys` and `values`, (B, heads, t, size/heads) or undefined, grow by one.
    torch::Tensor step(const torch::Tensor& x, torch::Tensor& keys, torch::Tensor& values);

private:
    std::int64_t m_heads;
    torch::nn::LayerNorm m_norm;
    std::shared_ptr<TokenLinear> m_project; // to queries, keys and values at once
    std::shared_ptr<TokenLinear> m_merge;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
