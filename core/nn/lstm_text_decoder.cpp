// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/lstm_text_decoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

using Condition = LstmTextDecoderOptions::Condition;

LstmTextDecoder::LstmTextDecoder(const LstmTextDecoderOptions& options) : m_options(options) {
    m_embedding = register_module("embedding", torch::nn::Embedding(options.vocabularySize, options.embeddingSize));
    std::int64_t inputSize = options.embeddingSize;
    if (options.condition == Condition::EveryStep) {
        inputSize += options.conditionSize;
        m_condition = register_module("condition", torch::nn::Linear(options.stateSize, options.conditionSize));
        m_initial = register_module("initial", torch::nn::Linear(options.conditionSize, options.hiddenSize));
    }
    m_lstm = register_module("lstm",
                             torch::nn::LSTM(torch::nn::LSTMOptions(inputSize, options.hiddenSize).batch_first(true)));
    m_dropout = register_module("dropout", torch::nn::Dropout(options.dropout));
    m_output = register_module("output", torch::nn::Linear(options.hiddenSize, options.vocabularySize));
}

std::int64_t LstmTextDecoder::stateSize() const {
    return m_options.condition == Condition::EveryStep ? m_options.stateSize : 2 * m_options.hiddenSize;
}

TextMemory LstmTextDecoder::remember(const torch::Tensor&, std::int64_t, const std::stop_token&) {
    return {};
}

LstmTextDecoder::Start LstmTextDecoder::start(const torch::Tensor& states) {
    if (m_options.condition == Condition::InitialState) {
        return {states.narrow(1, 0, m_options.hiddenSize),
                states.narrow(1, m_options.hiddenSize, m_options.hiddenSize),
                {}};
    }
    const torch::Tensor condition = m_condition(states);
    const torch::Tensor hidden = torch::tanh(m_initial(condition));
    return {hidden, torch::zeros_like(hidden), condition};
}

// `tokens`: (N, T) → (N, T, input size of the LSTM).
torch::Tensor LstmTextDecoder::inputs(const torch::Tensor& tokens, const torch::Tensor& condition) {
    const torch::Tensor embedded = m_embedding(tokens);
    return condition.defined() ? torch::cat({embedded, condition.unsqueeze(1).expand({-1, tokens.size(1), -1})}, -1)
                               : embedded;
}

TextOutput LstmTextDecoder::forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory&) {
    const Start begun = start(states.flatten(0, 1));
    const torch::Tensor x = inputs(tokens.flatten(0, 1), begun.condition);
    const torch::Tensor hidden = std::get<0>(
        m_lstm(x, std::tuple(begun.hidden.unsqueeze(0).contiguous(), begun.cell.unsqueeze(0).contiguous())));
    return {hidden.unflatten(0, {tokens.size(0), tokens.size(1)}), {}};
}

torch::Tensor LstmTextDecoder::logits(const torch::Tensor& hidden) {
    return m_output(m_dropout(hidden));
}

TextCache LstmTextDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    TextCache cache;
    cache.state = state.unsqueeze(0).expand({rows, -1});
    cache.frame = frame;
    return cache;
}

TextStep LstmTextDecoder::step(const torch::Tensor& tokens, const TextMemory&, TextCache& cache) {
    const Start begun = start(cache.state);
    if (cache.recurrent.empty()) {
        cache.recurrent = {begun.hidden, begun.cell};
    }
    const torch::Tensor x = inputs(tokens.unsqueeze(1), begun.condition);
    const auto [output, state] = m_lstm(
        x, std::tuple(cache.recurrent[0].unsqueeze(0).contiguous(), cache.recurrent[1].unsqueeze(0).contiguous()));
    cache.recurrent = {std::get<0>(state).squeeze(0), std::get<1>(state).squeeze(0)};
    ++cache.position;
    return {logits(output.squeeze(1)), {}};
}

} // namespace storyscope::nn
