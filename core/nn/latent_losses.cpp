// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/latent_losses.h"

#include <torch/torch.h>

namespace storyscope::nn {

torch::Tensor centredCosineLoss(const torch::Tensor& predicted, const torch::Tensor& target) {
    const torch::Tensor truth = target.detach();
    const torch::Tensor centre = truth.mean(0, /*keepdim=*/true);
    return (1 - torch::cosine_similarity(predicted - centre, truth - centre, -1)).mean();
}

torch::Tensor standardNormalDivergence(const torch::Tensor& mean, const torch::Tensor& logVariance) {
    return 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).sum(-1);
}

} // namespace storyscope::nn
