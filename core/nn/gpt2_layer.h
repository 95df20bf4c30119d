// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/feed_forward.h"
#include "core/nn/multi_head_attention.h"

#include <span>

namespace storyscope::nn {

struct Gpt2LayerOptions {
    std::int64_t size = 768; ///< D
    std::int64_t heads = 12; ///< divides D
    std::int64_t innerSize = 3072;
    double normEpsilon = 1e-5;
    double dropout = 0; ///< of attention weights and results
};

/// One layer of GPT-2 with cross-attention: self-attention, cross-attention, feed-forward, each of which gets x
/// normalised and adds to it.
class Gpt2Layer : public torch::nn::Module {
public:
    using Memory = MultiHeadAttention::Memory;

    explicit Gpt2Layer(const Gpt2LayerOptions& options);

    /// Keys and values of picture tokens, (N, S, D), for cross-attention.
    Memory rememberPicture(const torch::Tensor& tokens) { return m_crossAttention->remember(tokens); }

    /// What a layer looks at beside x.
    struct Sight {
        torch::Tensor bias; ///< of self-attention, as in attend()
        Memory picture;     ///< (N, heads, S, D/heads), or of one picture for all N
    };
    struct Output {
        torch::Tensor output;       // (N, T, D) float32
        torch::Tensor weights;      // (N, heads, T, T′) float32, rows sum to 1
        torch::Tensor crossWeights; // (N, heads, T, S) float32, rows sum to 1
    };
    /// `x`: (N, T, D) float32. `text` holds keys and values of what stands before x, (N, heads, T′ − T, D/heads), or
    /// nothing; those of x are added to it.
    Output forward(const torch::Tensor& x, Memory& text, const Sight& sight);

    /// The same of one word each, `x` (N, 1, D), which needs no keys and values of the pictures: their tokens as in
    /// MultiHeadAttention::look().
    MultiHeadAttention::Look step(const torch::Tensor& x, Memory& text, std::span<const torch::Tensor> pictures);

private:
    MultiHeadAttention::Output readText(const torch::Tensor& x, Memory& text, const torch::Tensor& bias);

    torch::nn::LayerNorm m_norm;
    std::shared_ptr<MultiHeadAttention> m_attention;
    torch::nn::LayerNorm m_crossNorm;
    std::shared_ptr<MultiHeadAttention> m_crossAttention;
    std::shared_ptr<FeedForward> m_feedForward;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
