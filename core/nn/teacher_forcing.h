// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace storyscope::nn {

/// Texts divided into what a decoder is fed and what it must answer, padding apart.
struct ForcedTokens {
    torch::Tensor inputs;    // (…, T − 1) int64, contiguous: BOS … EOS PAD…, cut at the end
    torch::Tensor targets;   // (N) int64: the token after each input that is not padding, in order
    torch::Tensor positions; // (N) int64: of the targets among the inputs, counted row by row

    /// Of something per input, (…, T − 1, H), the rows that have a target: (N, H).
    torch::Tensor real(const torch::Tensor& perInput) const;
};

/// `texts`: (…, T) int64 with T ≥ 2, beginning with BOS, or padding only where there is no text.
ForcedTokens forcedTokens(const torch::Tensor& texts, std::int64_t padId);

} // namespace storyscope::nn
