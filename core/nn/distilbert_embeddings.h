// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/normalization.h>

namespace storyscope::nn {

/// The sizes of a DistilBERT; by default those of distilbert-base-uncased.
struct DistilBertOptions {
    std::int64_t vocabularySize = 30522;
    std::int64_t positions = 512; ///< tokens of the longest text
    std::int64_t size = 768;
    std::int64_t layers = 6;
    std::int64_t heads = 12;
    std::int64_t innerSize = 3072;
    double dropout = 0.1;          ///< of embeddings and of the layers' inner results
    double attentionDropout = 0.1; ///< of attention weights
};

/// The first part of DistilBert: a vector for each token and its position.
class DistilBertEmbeddings : public torch::nn::Module {
public:
    explicit DistilBertEmbeddings(const DistilBertOptions& options);

    /// (N, T) int64 → (N, T, size) float32: of the tokens alone, without positions.
    torch::Tensor words(const torch::Tensor& tokens);
    /// Goes on from words(): (N, T, size) float32 → the same shape. `first`: the position of the first of them.
    torch::Tensor forward(const torch::Tensor& words, std::int64_t first = 0);

private:
    torch::nn::Embedding m_words;
    torch::nn::Embedding m_positions;
    torch::nn::LayerNorm m_norm;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
