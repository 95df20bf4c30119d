// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/bert_decoder_layer.h"
#include "core/nn/distilbert_embeddings.h"
#include "core/nn/text_decoder.h"

#include <vector>

namespace storyscope::nn {

/// The sizes of a BertDecoder; by default those of BLIP's base model.
struct BertDecoderOptions {
    std::int64_t vocabularySize = 30524; ///< V
    std::int64_t positions = 512;        ///< tokens of the longest text, BOS included
    std::int64_t layers = 12;
    BertDecoderLayerOptions layer{.pictureSize = 768};
};

/// What a BertDecoder made of N texts of T tokens about N pictures of S tokens.
struct ToldTexts {
    std::vector<torch::Tensor> hidden;    // layers + 1 times (N, T, D) float32: the embeddings, then after each layer
    std::vector<torch::Tensor> attention; // layers times (N, heads, T, T) float32, rows sum to 1: over the text
    std::vector<torch::Tensor> crossAttention; // layers times (N, heads, T, S) float32, rows sum to 1: over the picture
};

/// BERT as a causal decoder whose tokens look at one picture's tokens. As "patches" it takes those, (B, K, C, S, 1)
/// with C = layer.pictureSize; TextMemory::cells is S. A caption looks at its own frame only; the columns of other
/// frames are 0. It needs no state. Sources: Li et al. 2022, "BLIP: Bootstrapping language-image pre-training"; the
/// library `transformers`, modeling_blip_text.py.
class BertDecoder final : public TextDecoder {
public:
    /// Throws Error{Mismatch} for heads that do not divide the size.
    explicit BertDecoder(const BertDecoderOptions& options = {});

    /// Teacher forcing with all that happens on the way. `tokens`: (N, T) int64; `mask`: (N, T), 0 where a token is not
    /// to be read; undefined: all are. `memory` is of N stories of one frame. Throws Error{Mismatch} for texts that
    /// are too long.
    ToldTexts tell(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.positions; }

    const BertDecoderOptions& options() const { return m_options; }

private:
    torch::Tensor embedded(const torch::Tensor& tokens, std::int64_t first);

    BertDecoderOptions m_options;
    std::shared_ptr<DistilBertEmbeddings> m_embeddings;
    std::vector<std::shared_ptr<BertDecoderLayer>> m_layers;
    std::shared_ptr<TokenLinear> m_transform;
    torch::nn::LayerNorm m_transformNorm;
    std::shared_ptr<TokenLinear> m_output;
};

} // namespace storyscope::nn
