// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace storyscope::nn {

/// The mean cross-entropy of words in nats: what torch::nn::functional::cross_entropy gives, up to rounding. With tens
/// of thousands of words the logits are the largest tensors of a training step; on the CPU they are read once here and
/// their gradients written once, a few rows at a time, where LibTorch goes over them seven times. `logits`: (N, V),
/// `targets`: (N) int64, N ≥ 1. Differentiable once.
torch::Tensor tokenLoss(const torch::Tensor& logits, const torch::Tensor& targets);

} // namespace storyscope::nn
