// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gpt2_layer.h"

#include "core/nn/caption_memory.h"
#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

torch::nn::LayerNorm norm(const Gpt2LayerOptions& options) {
    return layerNorm(options.size, options.normEpsilon);
}

std::shared_ptr<MultiHeadAttention> attention(const Gpt2LayerOptions& options) {
    return std::make_shared<MultiHeadAttention>(MultiHeadAttentionOptions{
        .size = options.size, .heads = options.heads, .rotary = {}, .dropout = options.dropout});
}

std::shared_ptr<FeedForward> feedForward(const Gpt2LayerOptions& options) {
    FeedForwardOptions inner;
    inner.size = options.size;
    inner.innerSize = options.innerSize;
    inner.activation = Activation::TanhGelu;
    inner.normEpsilon = options.normEpsilon;
    inner.dropout = options.dropout;
    return std::make_shared<FeedForward>(inner);
}

} // namespace

Gpt2Layer::Gpt2Layer(const Gpt2LayerOptions& options)
    : m_norm(register_module("norm", norm(options))), m_attention(register_module("attention", attention(options))),
      m_crossNorm(register_module("cross_norm", norm(options))),
      m_crossAttention(register_module("cross_attention", attention(options))),
      m_feedForward(register_module("feed_forward", feedForward(options))),
      m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {}

MultiHeadAttention::Output Gpt2Layer::readText(const torch::Tensor& x, Memory& text, const torch::Tensor& bias) {
    const torch::Tensor read = m_norm(x);
    const Memory added = m_attention->remember(read);
    text.keys = grown(text.keys, added.keys);
    text.values = grown(text.values, added.values);
    return m_attention->forward(read, text, bias);
}

Gpt2Layer::Output Gpt2Layer::forward(const torch::Tensor& x, Memory& text, const Sight& sight) {
    const MultiHeadAttention::Output looked = readText(x, text, sight.bias);
    torch::Tensor inner = x + m_dropout(looked.output);
    const MultiHeadAttention::Output seen = m_crossAttention->forward(m_crossNorm(inner), sight.picture, {});
    inner = inner + m_dropout(seen.output);
    return {.output = inner + m_feedForward->forward(inner), .weights = looked.weights, .crossWeights = seen.weights};
}

MultiHeadAttention::Look Gpt2Layer::step(const torch::Tensor& x, Memory& text,
                                         std::span<const torch::Tensor> pictures) {
    torch::Tensor inner = x + m_dropout(readText(x, text, {}).output);
    MultiHeadAttention::Look seen = m_crossAttention->look(m_crossNorm(inner), pictures, {});
    inner = inner + m_dropout(seen.output);
    return {.output = inner + m_feedForward->forward(inner), .weights = std::move(seen.weights)};
}

} // namespace storyscope::nn
