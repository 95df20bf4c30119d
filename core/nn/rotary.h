// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace storyscope::nn {

/// Which numbers of a vector of d are turned together.
enum class RotaryPairs {
    Halves,     ///< i and i + d/2, as GPT-NeoX has it
    Neighbours, ///< 2i and 2i + 1, as the paper and GPT-J have it
};

/// Turns pair i of the vector at position p by the angle p · 10000^(−2i/d), so that a dot product of two such vectors
/// knows how far apart they stand. `x`: (…, T, d) float32 with an even d, at positions `first` … `first` + T − 1.
/// Source: Su et al. 2021, "RoFormer: Enhanced transformer with rotary position embedding".
torch::Tensor rotated(const torch::Tensor& x, std::int64_t first, RotaryPairs pairs);

} // namespace storyscope::nn
