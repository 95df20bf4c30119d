// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"

#include <optional>
#include <vector>

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

/// Picture tokens as decoders are given them, (B, K, C, S, 1), → (B, K·S, C), contiguous.
torch::Tensor pictureTokens(const torch::Tensor& patches);

/// What a layer looks at in B stories: (B, K·S, C) of TextMemory::tokens.
const torch::Tensor& tokensOfLayer(const TextMemory& memory, std::size_t layer);

/// What the rows of a step look at in a layer: the tokens of frame `frame`, or of all frames, of each row's own story,
/// or once, where all rows are about one: (S, C) or (K·S, C), views.
std::vector<torch::Tensor> tokensOfRows(const TextMemory& memory, std::size_t layer, std::optional<std::int64_t> frame);

/// The attention of such rows, (rows, heads, columns) per story, with as many columns for each: (R, heads, most).
torch::Tensor joinedRows(const std::vector<torch::Tensor>& weights, std::int64_t most);

/// The first `kept` frames of B stories as B·kept stories of one frame.
TextMemory memoryPerFrame(const TextMemory& memory, std::int64_t kept);

/// Attention of captions to their own frames as one to all frames, 0 in the others: (B, Q, heads, T, S) →
/// (B, heads, Q, T, K·S).
torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frames);
/// The same of one caption: (…, S) → (…, K·S).
torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frame, std::int64_t frames);

} // namespace storyscope::nn
