// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/distilbert_embeddings.h"

#include <torch/nn/modules/linear.h>

#include <memory>

namespace storyscope::nn {

/// LayerNorm as the models of the BERT family have it: ε = 1e-12.
torch::nn::LayerNorm bertNorm(std::int64_t size);

/// The self-attention of a DistilBertLayer.
class DistilBertAttention : public torch::nn::Module {
public:
    explicit DistilBertAttention(const DistilBertOptions& options);

    struct Output {
        torch::Tensor output;  // (N, T, size) float32
        torch::Tensor weights; // (N, heads, T, T) float32, rows sum to 1
    };

    /// `x`: (N, T, size) float32; `bias`: (N, 1, 1, T) float32, what is added to the logits of each column.
    Output forward(const torch::Tensor& x, const torch::Tensor& bias);

private:
    std::int64_t m_heads;
    torch::nn::Linear m_queries;
    torch::nn::Linear m_keys;
    torch::nn::Linear m_values;
    torch::nn::Linear m_merge;
    torch::nn::Dropout m_dropout;
};

/// The position-wise part of a DistilBertLayer: Linear(GELU(Linear(x))).
class DistilBertFeedForward : public torch::nn::Module {
public:
    explicit DistilBertFeedForward(const DistilBertOptions& options);

    torch::Tensor forward(const torch::Tensor& x);

private:
    torch::nn::Linear m_expand;
    torch::nn::Linear m_contract;
    torch::nn::Dropout m_dropout;
};

/// One transformer layer of DistilBert: normalised after each part's residual, unlike the layers of
/// TemporalTransformer.
class DistilBertLayer : public torch::nn::Module {
public:
    explicit DistilBertLayer(const DistilBertOptions& options);

    /// As DistilBertAttention::forward().
    DistilBertAttention::Output forward(const torch::Tensor& x, const torch::Tensor& bias);

private:
    std::shared_ptr<DistilBertAttention> m_attention;
    torch::nn::LayerNorm m_attentionNorm;
    std::shared_ptr<DistilBertFeedForward> m_feedForward;
    torch::nn::LayerNorm m_outputNorm;
};

} // namespace storyscope::nn
