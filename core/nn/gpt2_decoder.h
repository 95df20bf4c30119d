// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/gpt2_layer.h"
#include "core/nn/text_decoder.h"

#include <torch/nn/modules/embedding.h>

#include <vector>

namespace storyscope::nn {

/// The sizes of a Gpt2Decoder; by default those of vit-gpt2.
struct Gpt2DecoderOptions {
    std::int64_t vocabularySize = 50257; ///< V
    std::int64_t positions = 1024;       ///< tokens of the longest text, BOS included
    std::int64_t layers = 12;
    std::int64_t pictureSize = 768; ///< C; picture tokens of another size than the layers' are projected
    Gpt2LayerOptions layer;
};

/// What a Gpt2Decoder made of N texts of T tokens about N pictures of S tokens.
struct WrittenTexts {
    std::vector<torch::Tensor> hidden;         // layers + 1 times (N, T, D) float32: before each layer, then normalised
    std::vector<torch::Tensor> attention;      // layers times (N, heads, T, T) float32, rows sum to 1: over the text
    std::vector<torch::Tensor> crossAttention; // layers times (N, heads, T, S) float32, rows sum to 1: over the picture
};

/// GPT-2 whose tokens look at one picture's tokens. As "patches" it takes those, (B, K, C, S, 1) with C = pictureSize;
/// TextMemory::cells is S. A caption looks at its own frame only; the columns of other frames are 0. It needs no state.
/// The words' table is its output layer as well. Sources: Radford et al. 2019, "Language models are unsupervised
/// multitask learners"; the library `transformers`, modeling_gpt2.py and modeling_vision_encoder_decoder.py.
class Gpt2Decoder final : public TextDecoder {
public:
    /// Throws Error{Mismatch} for heads that do not divide the size.
    explicit Gpt2Decoder(const Gpt2DecoderOptions& options = {});

    /// Teacher forcing with all that happens on the way. `tokens`: (N, T) int64; `mask`: (N, T), 0 where a token is not
    /// to be read; undefined: all are. `memory` is of N stories of one frame. Throws Error{Mismatch} for texts that
    /// are too long.
    WrittenTexts write(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.positions; }

    const Gpt2DecoderOptions& options() const { return m_options; }

private:
    torch::Tensor embedded(const torch::Tensor& tokens, std::int64_t first);

    Gpt2DecoderOptions m_options;
    torch::nn::Embedding m_words;
    torch::nn::Embedding m_positions;
    std::shared_ptr<TokenLinear> m_picture; // none if picture tokens have the layers' size
    std::vector<std::shared_ptr<Gpt2Layer>> m_layers;
    torch::nn::LayerNorm m_norm;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
