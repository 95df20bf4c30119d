// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/training_stories.h"

#include <torch/types.h>

#include <cstdint>
#include <span>
#include <vector>

namespace storyscope::training {

/// Token ids from BOS to EOS; empty where nothing is told.
using TextIds = std::vector<std::int64_t>;

/// Captions one after the other as one text, cut to `maximumTokens` with EOS last. Null: a frame without a caption.
TextIds joinedCaptions(std::span<const CaptionTarget* const> captions, std::int64_t maximumTokens);

/// Texts of unequal length as rows, filled up with `padId`: (N, T) int64. Undefined if nothing is told at all.
torch::Tensor paddedTexts(const std::vector<TextIds>& texts, std::int64_t padId);

/// Where the tokens of captions point: (N, T, cells) float32, 0 or 1. Null: a frame without a caption.
torch::Tensor pointingTargets(std::span<const CaptionTarget* const> captions, std::int64_t tokens, std::int64_t cells);

} // namespace storyscope::training
