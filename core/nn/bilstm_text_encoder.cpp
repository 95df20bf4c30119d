// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bilstm_text_encoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace rnn = torch::nn::utils::rnn;

BilstmTextEncoder::BilstmTextEncoder(const BilstmTextEncoderOptions& options)
    : m_options(options),
      m_embedding(register_module(
          "embedding",
          torch::nn::Embedding(
              torch::nn::EmbeddingOptions(options.vocabularySize, options.embeddingSize).padding_idx(options.padId)))),
      m_lstm(register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(options.embeddingSize, options.size)
                                                         .num_layers(options.layers)
                                                         .dropout(options.layers > 1 ? options.dropout : 0)
                                                         .bidirectional(true)
                                                         .batch_first(true)))) {}

torch::Tensor BilstmTextEncoder::forward(const torch::Tensor& tokens) {
    const torch::Tensor words = m_embedding(tokens);
    torch::Tensor last; // (2 · layers, N, size): the last two are the last layer's
    if (m_options.padding == BilstmTextEncoderOptions::Padding::Read) {
        last = std::get<0>(std::get<1>(m_lstm(words)));
    } else {
        const torch::Tensor lengths = tokens.ne(m_options.padId).sum(1).clamp_min(1).to(torch::kCPU);
        const auto packed = rnn::pack_padded_sequence(words, lengths, /*batch_first=*/true, /*enforce_sorted=*/false);
        last = std::get<0>(std::get<1>(m_lstm->forward_with_packed_input(packed)));
    }
    return torch::cat({last[-2], last[-1]}, 1);
}

} // namespace storyscope::nn
