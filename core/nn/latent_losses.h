// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace storyscope::nn {

/// 1 − cosine of `predicted` and `target`, (N, D) float32, after the mean of the targets was subtracted from both, so
/// that telling the same of all N gains nothing; mean over N. Gradients reach `predicted` only.
torch::Tensor centredCosineLoss(const torch::Tensor& predicted, const torch::Tensor& target);

/// Kullback-Leibler divergence of normal distributions from the standard one, in nats: means and logarithms of
/// variances (…, D) float32 → (…) float32. Source: Kingma & Welling 2014, "Auto-encoding variational Bayes".
torch::Tensor standardNormalDivergence(const torch::Tensor& mean, const torch::Tensor& logVariance);

} // namespace storyscope::nn
