// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/text_decoder.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>

namespace storyscope::nn {

/// Texts divided into what a decoder is fed and what it must answer, padding apart.
struct ForcedTokens {
    torch::Tensor inputs; // (…, T − 1) int64, contiguous: BOS … EOS PAD…, cut at the end
    torch::Tensor goesOn; // (…, T − 1) bool: the text goes on after this input, which so is neither EOS nor filling
    torch::Tensor targets;   // (N) int64: the token after each input that is not padding, in order
    torch::Tensor positions; // (N) int64: of the targets among the inputs, counted row by row

    /// Of something per input, (…, T − 1, H), the rows that have a target: (N, H).
    torch::Tensor real(const torch::Tensor& perInput) const;
};

/// `texts`: (…, T) int64 with T ≥ 2, beginning with BOS, or padding only where there is no text. Texts that begin with
/// padding are of a vocabulary in which begin, end and padding are one token, as GPT-2's is: the first one after their
/// words is their end, and a target.
ForcedTokens forcedTokens(const torch::Tensor& texts, std::int64_t padId);

/// What takes the place of true words in what a decoder is fed while it learns. BOS, EOS and PAD are always fed as they
/// are, and answers are always the true ones.
struct TextFeeding {
    double ownShare = 0;     ///< of the words: the one that the decoder itself finds likeliest there
    double unknownShare = 0; ///< of the words, after that: unknownId
    std::int64_t unknownId = 1;
};

/// A decoder's forward over what it is fed: `pass` takes tokens of the inputs' shape. Afterwards `forced.inputs` is
/// what was fed. The decoder's own words come from a pass over the truth, without gradients, so that all words can
/// still be learnt at once. Draws from torch's generator only for what is wished for. Sources: scheduled sampling,
/// Bengio et al. 2015, "Scheduled sampling for sequence prediction with recurrent neural networks", in two passes as
/// Mihaylova & Martins 2019, "Scheduled sampling for transformers"; word dropout, Bowman et al. 2016, "Generating
/// sentences from a continuous space".
TextOutput forwardFed(ForcedTokens& forced, const TextFeeding& feeding, TextDecoder& decoder,
                      const std::function<TextOutput(const torch::Tensor& tokens)>& pass);

} // namespace storyscope::nn
