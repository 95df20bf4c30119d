// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/multi_head_attention.h"

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <memory>
#include <optional>

namespace storyscope::nn {

/// What may look at what in a clip.
enum class ClipSight {
    Everything, ///< frames and words look at every frame
    Causal,     ///< frame i at frames 0…i, and word t at frames 0…t, as one published system has it
};

/// The bias of attend() for `queries` in a row that begin at `first`, over K frames: undefined if nothing is hidden.
torch::Tensor clipBias(ClipSight sight, std::int64_t first, std::int64_t queries, std::int64_t frames,
                       torch::Device device);

struct ClipEncoderOptions {
    std::int64_t size = 144;       ///< of frame summaries
    std::int64_t outputSize = 768; ///< D
    std::int64_t heads = 8;
    std::int64_t maximumFrames = 16;
    ClipSight sight = ClipSight::Everything;
    std::optional<RotaryPairs> rotary; ///< instead of learned positions
    double dropout = 0.3;              ///< of attention weights
};

/// One pre-normalised block over a clip's frames: attention without an output projection, a linear layer, each around a
/// shortcut.
class ClipEncoder : public torch::nn::Module {
public:
    explicit ClipEncoder(const ClipEncoderOptions& options);

    struct Output {
        torch::Tensor states;    // (B, K, D) float32
        torch::Tensor attention; // (B, heads, K, K) float32, rows sum to 1
    };
    /// `summaries`: (B, K, size) float32; `firstPosition`: the place of frame 0 in its clip.
    Output forward(const torch::Tensor& summaries, std::int64_t firstPosition);

private:
    ClipEncoderOptions m_options;
    torch::nn::Embedding m_positions = nullptr; // none with rotary ones
    torch::nn::LayerNorm m_attentionNorm;
    std::shared_ptr<MultiHeadAttention> m_attention;
    torch::nn::LayerNorm m_linearNorm;
    torch::nn::Linear m_linear;
    torch::nn::LayerNorm m_norm;
    torch::nn::Linear m_output;
};

} // namespace storyscope::nn
