// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/cross_attention.h"
#include "core/nn/feed_forward.h"
#include "core/nn/self_attention.h"
#include "core/nn/text_decoder.h"

#include <torch/nn/modules/embedding.h>

namespace storyscope::nn {

/// Which frames a caption may look at.
enum class FrameVisibility {
    All,        ///< every frame of the story
    UpToItsOwn, ///< the frame it belongs to and those before
};

struct CaptionDecoderOptions {
    std::int64_t vocabularySize = 0; ///< V
    std::int64_t size = 128;         ///< D
    std::int64_t layers = 2;
    std::int64_t heads = 4;
    std::int64_t innerSize = 512; ///< of the feed-forward part
    std::int64_t patchChannels = 128;
    std::int64_t gridSize = 12; ///< G
    std::int64_t maximumFrames = 8;
    std::int64_t maximumTokens = 32; ///< BOS included
    FrameVisibility visibility = FrameVisibility::All;
    std::int64_t ownFrameLayers =
        0;                   ///< so many first layers look at the caption's own frame only, which costs far less
    double ownFrameBias = 2; ///< where training starts: added to the attention logits of a caption's own frame
    double dropout = 0;
};

/// A transformer decoder with pre-normalisation that looks at the patches of all visible frames. Keys know their
/// frame's position and their place in the grid; a learned bias per head says how much a caption looks at frames so
/// many places before or after its own (as in Shaw et al. 2018, "Self-attention with relative position
/// representations", but a scalar). Token embeddings double as output weights (Press & Wolf 2017).
class CaptionDecoder final : public TextDecoder {
public:
    explicit CaptionDecoder(const CaptionDecoderOptions& options);

    using TextDecoder::remember;
    TextMemory remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token& stop) override;
    TextOutput forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) override;
    torch::Tensor logits(const torch::Tensor& hidden) override;
    TextCache begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const override;
    TextStep step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) override;
    std::int64_t maximumTokens() const override { return m_options.maximumTokens; }

private:
    torch::Tensor frameBias(std::size_t layer, std::int64_t frames) const;
    torch::Tensor embedded(const torch::Tensor& tokens);
    bool seesOwnFrameOnly(std::size_t layer) const {
        return static_cast<std::int64_t>(layer) < m_options.ownFrameLayers;
    }
    CrossAttention::Output lookAtOwnFrames(std::size_t layer, const torch::Tensor& x, const TextMemory& memory);
    CrossAttention::Output lookAtAllFrames(std::size_t layer, const torch::Tensor& x, const TextMemory& memory);
    CrossAttention::Output stepLook(std::size_t layer, const torch::Tensor& x, const TextMemory& memory,
                                    std::int64_t frame);

    struct Layer {
        std::shared_ptr<SelfAttention> self;
        std::shared_ptr<CrossAttention> cross;
        std::shared_ptr<FeedForward> feedForward;
    };

    CaptionDecoderOptions m_options;
    torch::nn::Embedding m_tokens = nullptr;
    torch::Tensor m_tokenPositions; // (maximumTokens, D)
    torch::Tensor m_framePositions; // (maximumFrames, C)
    torch::Tensor m_cellPositions;  // (C, G, G)
    torch::Tensor m_frameBias;      // (layers, heads, 2 · maximumFrames − 1), by offset of the frame looked at
    torch::Tensor m_outputBias;     // (V)
    torch::nn::Linear m_stateProjection = nullptr;
    std::vector<Layer> m_layers;
    torch::nn::LayerNorm m_norm = nullptr;
    torch::nn::Dropout m_dropout = nullptr;
};

} // namespace storyscope::nn
