// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gradient_norm.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::training {

double clipGradients(const std::vector<torch::Tensor>& weights, double mostNorm) {
    const torch::NoGradGuard noGradients;
    std::vector<torch::Tensor> norms;
    for (const torch::Tensor& weight : weights) {
        if (weight.grad().defined()) {
            norms.push_back(weight.grad().norm());
        }
    }
    if (norms.empty()) {
        return 0;
    }
    const auto norm = torch::stack(norms).norm().item<double>();
    const double share = mostNorm / (norm + 1e-6);
    if (std::isfinite(norm) && share < 1) {
        for (const torch::Tensor& weight : weights) {
            if (weight.grad().defined()) {
                weight.mutable_grad().mul_(share);
            }
        }
    }
    return norm;
}

} // namespace storyscope::training
