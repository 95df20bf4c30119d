// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bert_decoder_layer.h"

#include "core/nn/distilbert_layer.h"

#include <torch/torch.h>

#include <array>

namespace storyscope::nn {

namespace {

std::shared_ptr<MultiHeadAttention> attention(const BertDecoderLayerOptions& options, std::int64_t memorySize) {
    return std::make_shared<MultiHeadAttention>(MultiHeadAttentionOptions{.size = options.size,
                                                                          .heads = options.heads,
                                                                          .rotary = {},
                                                                          .dropout = options.dropout,
                                                                          .memorySize = memorySize});
}

std::shared_ptr<FeedForward> feedForward(const BertDecoderLayerOptions& options) {
    return std::make_shared<FeedForward>(FeedForwardOptions{
        .size = options.size, .innerSize = options.innerSize, .normEpsilon = {}, .dropout = options.dropout});
}

} // namespace

BertDecoderLayer::BertDecoderLayer(const BertDecoderLayerOptions& options)
    : m_attention(register_module("attention", attention(options, 0))),
      m_attentionNorm(register_module("attention_norm", bertNorm(options.size))),
      m_feedForward(register_module("feed_forward", feedForward(options))),
      m_outputNorm(register_module("output_norm", bertNorm(options.size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {
    if (options.pictureSize > 0) {
        m_crossAttention = register_module("cross_attention", attention(options, options.pictureSize));
        m_crossNorm = register_module("cross_attention_norm", bertNorm(options.size));
    }
}

BertDecoderLayer::Output BertDecoderLayer::forward(const torch::Tensor& x, const Sight& sight) {
    const std::array<Memory, 2> memories{sight.before, sight.own};
    const std::span<const Memory> defined(memories.begin() + (sight.before.keys.defined() ? 0 : 1), memories.end());
    const MultiHeadAttention::Output looked = m_attention->forward(x, defined, sight.bias);
    Output result{.output = {}, .weights = looked.weights, .crossWeights = {}};
    torch::Tensor inner = m_attentionNorm(m_dropout(looked.output) + x);
    if (m_crossAttention) {
        const MultiHeadAttention::Output seen = m_crossAttention->forward(inner, sight.picture, {});
        inner = m_crossNorm(m_dropout(seen.output) + inner);
        result.crossWeights = seen.weights;
    }
    result.output = fedForward(inner);
    return result;
}

torch::Tensor BertDecoderLayer::fedForward(const torch::Tensor& inner) {
    return m_outputNorm(m_feedForward->forward(inner) + inner);
}

torch::Tensor BertDecoderLayer::unseen(const torch::Tensor& x) {
    return fedForward(m_attentionNorm(m_dropout(m_attention->unseen(x)) + x));
}

MultiHeadAttention::Look BertDecoderLayer::step(const torch::Tensor& x, const WordSight& sight) {
    MultiHeadAttention::Look word;
    torch::Tensor read;
    if (sight.before.empty()) {
        read = m_attention->forward(x, sight.text, {}).output;
    } else {
        MultiHeadAttention::Look look = m_attention->look(x, sight.before, sight.text);
        read = look.output;
        word.weights = std::move(look.weights);
    }
    torch::Tensor inner = m_attentionNorm(m_dropout(read) + x);
    if (m_crossAttention) {
        MultiHeadAttention::Look look = m_crossAttention->look(inner, sight.pictures, {});
        inner = m_crossNorm(m_dropout(look.output) + inner);
        word.weights = std::move(look.weights);
    }
    word.output = fedForward(inner);
    return word;
}

} // namespace storyscope::nn
