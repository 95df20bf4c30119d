// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/distilbert_embeddings.h"

#include "core/nn/distilbert_layer.h"

#include <torch/torch.h>

namespace storyscope::nn {

DistilBertEmbeddings::DistilBertEmbeddings(const DistilBertOptions& options)
    : m_words(register_module("word_embeddings", torch::nn::Embedding(options.vocabularySize, options.size))),
      m_positions(register_module("position_embeddings", torch::nn::Embedding(options.positions, options.size))),
      m_norm(register_module("LayerNorm", bertNorm(options.size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {}

torch::Tensor DistilBertEmbeddings::words(const torch::Tensor& tokens) {
    return m_words(tokens);
}

torch::Tensor DistilBertEmbeddings::forward(const torch::Tensor& words, std::int64_t first) {
    const torch::Tensor positions = m_positions->weight.narrow(0, first, words.size(1)).unsqueeze(0);
    return m_dropout(m_norm(words + positions));
}

} // namespace storyscope::nn
