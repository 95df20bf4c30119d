// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/distilbert_layer.h"

#include "core/nn/attention.h"
#include "core/nn/layer_norm.h"
#include "core/nn/linear.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

torch::Tensor applied(const torch::nn::Linear& layer, const torch::Tensor& x) {
    return linear(x, layer->weight, layer->bias);
}

} // namespace

torch::nn::LayerNorm bertNorm(std::int64_t size) {
    constexpr double epsilon = 1e-12;
    return layerNorm(size, epsilon);
}

DistilBertAttention::DistilBertAttention(const DistilBertOptions& options)
    : m_heads(options.heads), m_queries(register_module("q_lin", torch::nn::Linear(options.size, options.size))),
      m_keys(register_module("k_lin", torch::nn::Linear(options.size, options.size))),
      m_values(register_module("v_lin", torch::nn::Linear(options.size, options.size))),
      m_merge(register_module("out_lin", torch::nn::Linear(options.size, options.size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(options.attentionDropout))) {}

DistilBertAttention::Output DistilBertAttention::forward(const torch::Tensor& x, const torch::Tensor& bias) {
    const torch::Tensor values = splitHeads(applied(m_values, x), m_heads);
    const Attended attended =
        attend(splitHeads(applied(m_queries, x), m_heads), splitHeads(applied(m_keys, x), m_heads), values, bias);
    const torch::Tensor read = is_training() ? torch::matmul(m_dropout(attended.weights), values) : attended.output;
    return {applied(m_merge, mergeHeads(read)), attended.weights};
}

DistilBertFeedForward::DistilBertFeedForward(const DistilBertOptions& options)
    : m_expand(register_module("lin1", torch::nn::Linear(options.size, options.innerSize))),
      m_contract(register_module("lin2", torch::nn::Linear(options.innerSize, options.size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {}

torch::Tensor DistilBertFeedForward::forward(const torch::Tensor& x) {
    return m_dropout(applied(m_contract, torch::gelu(applied(m_expand, x))));
}

DistilBertLayer::DistilBertLayer(const DistilBertOptions& options)
    : m_attention(register_module("attention", std::make_shared<DistilBertAttention>(options))),
      m_attentionNorm(register_module("sa_layer_norm", bertNorm(options.size))),
      m_feedForward(register_module("ffn", std::make_shared<DistilBertFeedForward>(options))),
      m_outputNorm(register_module("output_layer_norm", bertNorm(options.size))) {}

DistilBertAttention::Output DistilBertLayer::forward(const torch::Tensor& x, const torch::Tensor& bias) {
    const DistilBertAttention::Output attended = m_attention->forward(x, bias);
    const torch::Tensor inner = m_attentionNorm(attended.output + x);
    return {m_outputNorm(m_feedForward->forward(inner) + inner), attended.weights};
}

} // namespace storyscope::nn
