// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/multi_head_attention.h"
#include "core/nn/text_decoder.h"

namespace storyscope::nn {

/// What decoders of captions share: those that read the texts of published captioners, and those of them whose captions
/// look at the tokens of their own frame only: a picture of S tokens each, remembered as TextMemory of K frames with S
/// cells.

/// Throws Error{Mismatch} for heads that do not divide the size.
void checkHeads(std::int64_t size, std::int64_t heads);
/// The options of a decoder, whose `layer` was checked so.
template <typename Options>
const Options& withCheckedHeads(const Options& options) {
    checkHeads(options.layer.size, options.layer.heads);
    return options;
}

/// Throws Error{Mismatch} for a text that is longer than a decoder's positions.
void checkLength(std::int64_t tokens, std::int64_t positions);

/// The cache of a caption that begins: what TextDecoder::begin() gives for a decoder of so many layers.
TextCache emptyCache(std::size_t layers, const torch::Tensor& state, std::int64_t frame, std::int64_t rows);

/// What hides later tokens and those that `mask`, (N, T), leaves out by 0: (T, T), or (N, 1, T, T) with a mask. Finite
/// where it is the mask's, so that a row that may see nothing reads all alike.
torch::Tensor hidingBias(const torch::Tensor& tokens, const torch::Tensor& mask);

/// Keys or values of the text so far, (N, heads, T, d), and those that come after them; `before` may be undefined.
torch::Tensor grown(const torch::Tensor& before, const torch::Tensor& added);

/// One layer's memory of one frame, a view: (B, heads, S, d).
MultiHeadAttention::Memory memoryOfFrame(const TextMemory& memory, std::size_t layer, std::int64_t frame);

/// The first `kept` frames of B stories as B·kept stories of one frame.
TextMemory memoryPerFrame(const TextMemory& memory, std::int64_t kept);

/// Attention of captions to their own frames as one to all frames, 0 in the others: (B, Q, heads, T, S) →
/// (B, heads, Q, T, K·S).
torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frames);
/// The same of one caption: (…, S) → (…, K·S).
torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frame, std::int64_t frames);

} // namespace storyscope::nn
