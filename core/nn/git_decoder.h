// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/bert_decoder_layer.h"
#include "core/nn/distilbert_embeddings.h"
#include "core/nn/text_decoder.h"

#include <torch/nn/modules/container/parameterlist.h>

#include <algorithm>
#include <vector>

namespace storyscope::nn {

/// The sizes of a GitDecoder; by default those of GIT's base model.
struct GitDecoderOptions {
    std::int64_t vocabularySize = 30522; ///< V
    std::int64_t positions = 1024;       ///< tokens of the longest text, BOS included
    std::int64_t layers = 6;
    std::int64_t pictureSize = 768;  ///< C: of the picture tokens that it is given
    double projectionEpsilon = 1e-5; ///< of the normalisation of those tokens
    std::int64_t clipFrames = 0;     ///< frames of the longest clip, each with an embedding; 0: one picture, without
    BertDecoderLayerOptions layer;   ///< without cross-attention

    std::int64_t maximumFrames() const { return std::max<std::int64_t>(clipFrames, 1); }
};

/// What a GitDecoder made of the picture tokens of N clips of S tokens each.
struct ReadClips {
    TextMemory memory;
    std::vector<torch::Tensor> hidden;    // layers + 1 times (N, S, D) float32: as projected, then after each layer
    std::vector<torch::Tensor> attention; // layers times (N, heads, S, S) float32, rows sum to 1
};

/// What it made of N texts of T tokens that follow them.
struct ReadTexts {
    std::vector<torch::Tensor> hidden; // layers + 1 times (N, T, D) float32: the embeddings, then after each layer
    std::vector<torch::Tensor>
        attention; // layers times (N, heads, T, S + T) float32, rows sum to 1: picture, then text
};

/// GIT's decoder: one BERT reads the picture tokens of a clip's frames and, after them, the text. Picture tokens look
/// at all picture tokens and at no text, so that their keys and values are computed once per clip; text tokens look at
/// all picture tokens and at earlier text. As "patches" it takes picture tokens, (B, K, C, S, 1), K ≤ maximumFrames();
/// TextMemory::cells is S. Every caption is about the whole clip, whichever frame it belongs to. It needs no state.
///
/// Of what a text token looks at, TextOutput and TextStep show the picture tokens only: what a row lacks to one is the
/// share of the text. Sources: Wang et al. 2022, "GIT: A generative image-to-text transformer for vision and language";
/// the library `transformers`, modeling_git.py.
class GitDecoder final : public TextDecoder {
public:
    /// Throws Error{Mismatch} for heads that do not divide the size.
    explicit GitDecoder(const GitDecoderOptions& options = {});

    /// What becomes of `patches` before the first layer: (B, K·S, D) float32. Throws Error{Mismatch} for too many
    /// frames.
    torch::Tensor projected(const torch::Tensor& patches);
    /// remember() with all that happens on the way.
    ReadClips readClips(const torch::Tensor& patches);
    /// Teacher forcing likewise. `tokens`: (N, T) int64; `mask`: (N, T), 0 where a token is not to be read; undefined:
    /// all are. `memory` is of N clips, or of fewer with as many texts each. Throws Error{Mismatch} for texts that are
    /// too long.
    ReadTexts readTexts(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.positions; }

    const GitDecoderOptions& options() const { return m_options; }

private:
    torch::Tensor embedded(const torch::Tensor& tokens, std::int64_t first);

    GitDecoderOptions m_options;
    torch::nn::ParameterList m_frames = nullptr; // (1, C) for each frame of a clip; may be none
    std::shared_ptr<TokenLinear> m_projection;
    torch::nn::LayerNorm m_projectionNorm;
    std::shared_ptr<DistilBertEmbeddings> m_embeddings;
    std::vector<std::shared_ptr<BertDecoderLayer>> m_layers;
    std::shared_ptr<TokenLinear> m_output;
};

} // namespace storyscope::nn
