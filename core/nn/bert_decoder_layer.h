// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/feed_forward.h"
#include "core/nn/multi_head_attention.h"

#include <span>

namespace storyscope::nn {

struct BertDecoderLayerOptions {
    std::int64_t size = 768; ///< D
    std::int64_t heads = 12; ///< divides D
    std::int64_t innerSize = 3072;
    std::int64_t pictureSize = 0; ///< of the picture tokens that cross-attention looks at; 0: there is none
    double dropout = 0;           ///< of attention weights and results
};

/// One layer of BERT as a decoder has it: self-attention, cross-attention if there is one, feed-forward, each
/// normalised after its residual. What self-attention looks at is given from outside, so that it can be a growing text
/// (BLIP) or a picture's tokens and the text after them (GIT).
class BertDecoderLayer : public torch::nn::Module {
public:
    using Memory = MultiHeadAttention::Memory;

    explicit BertDecoderLayer(const BertDecoderLayerOptions& options);

    /// Keys and values of `x`, (N, T, D), for self-attention.
    Memory remember(const torch::Tensor& x) { return m_attention->remember(x); }
    /// Keys and values of picture tokens, (N, S, pictureSize), for cross-attention.
    Memory rememberPicture(const torch::Tensor& tokens) { return m_crossAttention->remember(tokens); }

    /// What a layer looks at.
    struct Sight {
        Memory before = {}; ///< what stands before all texts, shared by them, (B, heads, S, D/heads); may be undefined
        Memory own;         ///< of x and what stands between, (N, heads, T, D/heads); T′ is S + T
        torch::Tensor bias; ///< of self-attention, as in attend()
        Memory picture;     ///< (N, heads, S, D/heads), or of one picture for all N; undefined without cross-attention
    };
    struct Output {
        torch::Tensor output;       // (N, T, D) float32
        torch::Tensor weights;      // (N, heads, T, T′) float32, rows sum to 1
        torch::Tensor crossWeights; // (N, heads, T, S) float32, rows sum to 1; undefined without cross-attention
    };
    /// `x`: (N, T, D) float32.
    Output forward(const torch::Tensor& x, const Sight& sight);
    /// The output alone, of x that looks at itself and nothing else, when nobody wants the weights.
    torch::Tensor unseen(const torch::Tensor& x);

    /// What the next word of each of N texts looks at.
    struct WordSight {
        Memory text; ///< keys and values of the text so far, the word's own included, (N, heads, T, D/heads)
        std::span<const torch::Tensor> before = {};   ///< picture tokens before the text, as in
                                                      ///< MultiHeadAttention::look(); may be none
        std::span<const torch::Tensor> pictures = {}; ///< those that cross-attention looks at
    };
    /// forward() of one word each, which needs no keys and values of the pictures. `x`: (N, 1, D) float32.
    MultiHeadAttention::Look step(const torch::Tensor& x, const WordSight& sight);

private:
    torch::Tensor fedForward(const torch::Tensor& inner);

    std::shared_ptr<MultiHeadAttention> m_attention;
    torch::nn::LayerNorm m_attentionNorm;
    std::shared_ptr<MultiHeadAttention> m_crossAttention; // may be none, and its normalisation with it
    torch::nn::LayerNorm m_crossNorm = nullptr;
    std::shared_ptr<FeedForward> m_feedForward;
    torch::nn::LayerNorm m_outputNorm;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
