// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/attention.h"
#include "core/nn/token_linear.h"

#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/normalization.h>

#include <utility>

namespace storyscope::nn {

/// The part of a transformer layer in which tokens look at patches, normalised first. The caller adds the residual.
class CrossAttention : public torch::nn::Module {
public:
    CrossAttention(std::int64_t size, std::int64_t heads, std::int64_t patchChannels, double dropout);

    /// `patches`: (B, K, C, G, G) float32 → keys and values, each (B, heads, K·G·G, size/heads).
    std::pair<torch::Tensor, torch::Tensor> remember(const torch::Tensor& patches);

    struct Output {
        torch::Tensor output;  // (B, Q, size) float32
        torch::Tensor weights; // (B, heads, Q, K·G·G) float32
    };

    /// `x`: (B, Q, size) float32; `bias` as in attend().
    Output forward(const torch::Tensor& x, const torch::Tensor& keys, const torch::Tensor& values,
                   const torch::Tensor& bias);

private:
    std::int64_t m_heads;
    torch::nn::LayerNorm m_norm;
    std::shared_ptr<TokenLinear> m_query;
    torch::nn::Conv2d m_keyValue;
    std::shared_ptr<TokenLinear> m_merge;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
