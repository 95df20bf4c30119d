// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/story_lstm.h"

#include "core/nn/attention.h"

#include <torch/torch.h>

namespace storyscope::nn {

StoryLstm::StoryLstm(const StoryLstmOptions& options)
    : m_lstm(register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(options.size, options.size)
                                                         .num_layers(options.layers)
                                                         .dropout(options.layers > 1 ? options.dropout : 0)
                                                         .batch_first(true)))) {
    if (options.heads > 0) {
        m_attention = register_module(
            "attention",
            std::make_shared<MultiHeadAttention>(MultiHeadAttentionOptions{
                .size = options.size, .heads = options.heads, .rotary = {}, .dropout = options.attentionDropout}));
    }
}

TemporalStates StoryLstm::forward(const torch::Tensor& summaries, std::int64_t) {
    const torch::Tensor remembered = std::get<0>(m_lstm(summaries));
    if (!m_attention) {
        return {.states = remembered, .attention = {}};
    }
    const MultiHeadAttention::Output looked = m_attention->forward(remembered, m_attention->remember(remembered),
                                                                   causalBias(remembered.size(1), remembered.device()));
    return {.states = looked.output, .attention = {looked.weights}};
}

} // namespace storyscope::nn
