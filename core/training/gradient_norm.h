// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <vector>

namespace storyscope::training {

/// Scales the gradients of `weights` so that their norm, of all together, is at most `mostNorm`; those within it are
/// not touched. Answers with the norm before, which is not finite if a gradient is not; then nothing is scaled. What
/// torch::nn::utils::clip_grad_norm_ does, without writing gradients that stay the same.
double clipGradients(const std::vector<torch::Tensor>& weights, double mostNorm);

} // namespace storyscope::training
