// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/lstm_text_encoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

LstmTextEncoder::LstmTextEncoder(const LstmTextEncoderOptions& options)
    : m_options(options),
      m_embedding(register_module("embedding", torch::nn::Embedding(options.vocabularySize, options.embeddingSize))),
      m_lstm(register_module(
          "lstm",
          torch::nn::LSTM(torch::nn::LSTMOptions(options.embeddingSize, options.hiddenSize).batch_first(true)))) {}

LstmTextEncoder::Output LstmTextEncoder::forward(const torch::Tensor& texts) {
    return m_options.padding == LstmTextEncoderOptions::Padding::Read ? readAll(texts) : readReal(texts);
}

LstmTextEncoder::Output LstmTextEncoder::readAll(const torch::Tensor& texts) {
    const std::int64_t missing = m_options.length - texts.size(1);
    const torch::Tensor padded = torch::constant_pad_nd(texts, {0, missing}, m_options.padId);
    const auto [hidden, cell] = std::get<1>(m_lstm(m_embedding(padded)));
    return {hidden.squeeze(0), cell.squeeze(0)};
}

LstmTextEncoder::Output LstmTextEncoder::readReal(const torch::Tensor& texts) {
    const torch::Tensor lengths = texts.ne(m_options.padId).sum(1);
    const auto packed = torch::nn::utils::rnn::pack_padded_sequence(m_embedding(texts), lengths.clamp_min(1).cpu(),
                                                                    /*batch_first=*/true, /*enforce_sorted=*/false);
    const auto [hidden, cell] = std::get<1>(m_lstm->forward_with_packed_input(packed));
    const torch::Tensor exists = lengths.gt(0).unsqueeze(1);
    return {hidden.squeeze(0) * exists, cell.squeeze(0) * exists};
}

} // namespace storyscope::nn
