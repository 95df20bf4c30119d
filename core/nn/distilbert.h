// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/distilbert_layer.h"
#include "core/nn/pretrained_module.h"

#include <memory>
#include <vector>

namespace storyscope::nn {

/// What DistilBert made of N texts of T tokens.
struct ReadTexts {
    std::vector<torch::Tensor> hidden; // layers + 1 times (N, T, size) float32: the embeddings, then after each layer
    std::vector<torch::Tensor> attention; // layers times (N, heads, T, T) float32, rows sum to 1
};

/// DistilBERT without a head. Its tensors have the names of the Hugging Face library's DistilBertModel: published
/// weights fit as they are. Source: Sanh et al. 2019, "DistilBERT, a distilled version of BERT"; the library
/// `transformers`, modeling_distilbert.py.
class DistilBert : public PretrainedModule {
public:
    explicit DistilBert(const DistilBertOptions& options = {});

    /// `tokens`: (N, T) int64, [CLS] … [SEP] [PAD]…; `mask`: (N, T), 0 where a token is not to be read; undefined: all
    /// are. Returns the last hidden states, (N, T, size) float32. Throws Error{Mismatch} for texts that are longer than
    /// its positions.
    torch::Tensor forward(const torch::Tensor& tokens, const torch::Tensor& mask);
    /// The same with all that happens on the way.
    ReadTexts read(const torch::Tensor& tokens, const torch::Tensor& mask);

    /// The tokens' own vectors, (N, T, size) float32, and the rest of the way from there: for gradients with respect to
    /// words.
    torch::Tensor words(const torch::Tensor& tokens) { return m_embeddings->words(tokens); }
    ReadTexts readWords(const torch::Tensor& words, const torch::Tensor& mask);

    const DistilBertOptions& options() const { return m_options; }

private:
    DistilBertOptions m_options;
    std::shared_ptr<DistilBertEmbeddings> m_embeddings;
    std::vector<std::shared_ptr<DistilBertLayer>> m_layers;
};

} // namespace storyscope::nn
