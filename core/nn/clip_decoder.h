// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/clip_encoder.h"
#include "core/nn/feed_forward.h"
#include "core/nn/text_decoder.h"

#include <torch/nn/modules/embedding.h>

#include <vector>

namespace storyscope::nn {

struct ClipDecoderOptions {
    /// What asks the frames: the words normalised, as usual, or as they are, as one published system has it; it holds
    /// the weights of that normalisation nevertheless.
    enum class Queries { Normalized, Plain };

    std::int64_t vocabularySize = 0; ///< V
    std::int64_t stemSize = 288;     ///< of word vectors and the self-attention over them
    std::int64_t stemHeads = 16;
    std::int64_t size = 768; ///< D
    std::int64_t heads = 16;
    std::int64_t layers = 6;
    std::int64_t innerSize = 3072;   ///< of the feed-forward parts
    std::int64_t maximumTokens = 31; ///< BOS included
    ClipSight sight = ClipSight::Everything;
    Queries queries = Queries::Normalized;
    std::optional<RotaryPairs> rotary; ///< of words, instead of learned positions
    double dropout = 0.3;
};

/// Writes the caption of a clip: one causal self-attention over the words (the stem), then layers in which words look
/// at the frames' states. As "patches" it takes those states, (B, K, D, 1, 1); it needs no state of its own.
class ClipDecoder final : public TextDecoder {
public:
    explicit ClipDecoder(const ClipDecoderOptions& options);

    /// Words that know the words before them: (N, T) int64 → (N, T, D) float32.
    torch::Tensor stem(const torch::Tensor& tokens);
    /// The rest of forward() for what stem() gave, one caption per clip: (B, T, D).
    TextOutput forwardStem(torch::Tensor x, const TextMemory& memory);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.maximumTokens; }

private:
    struct Layer {
        torch::nn::LayerNorm queryNorm = nullptr;
        std::shared_ptr<MultiHeadAttention> cross;
        std::shared_ptr<FeedForward> feedForward;
    };
    torch::Tensor embedded(const torch::Tensor& tokens, std::int64_t first);
    torch::Tensor queries(const Layer& layer, const torch::Tensor& x) const;

    ClipDecoderOptions m_options;
    torch::nn::Embedding m_tokens;
    torch::nn::Embedding m_positions = nullptr; // none with rotary ones
    torch::nn::LayerNorm m_stemNorm;
    std::shared_ptr<MultiHeadAttention> m_stemAttention;
    std::shared_ptr<TokenLinear> m_stemOutput;
    std::vector<Layer> m_layers;
    torch::nn::LayerNorm m_norm;
    std::shared_ptr<TokenLinear> m_output;
};

} // namespace storyscope::nn
