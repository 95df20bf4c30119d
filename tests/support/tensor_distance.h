// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <limits>

namespace storyscope::test {

/// The largest difference between two tensors; infinite if their shapes differ.
inline double distance(const torch::Tensor& a, const torch::Tensor& b) {
    return a.sizes() == b.sizes() ? (a - b).abs().max().item<double>() : std::numeric_limits<double>::infinity();
}

} // namespace storyscope::test
