// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/activation.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

constexpr double quickSlope = 1.702;

torch::Tensor outOfPlace(const torch::Tensor& x, Activation activation) {
    switch (activation) {
    case Activation::Gelu:
        break;
    case Activation::QuickGelu:
        return x * torch::sigmoid(x * quickSlope);
    case Activation::TanhGelu:
        return torch::gelu(x, "tanh");
    }
    return torch::gelu(x);
}

torch::Tensor inPlace(torch::Tensor& x, Activation activation) {
    switch (activation) {
    case Activation::Gelu:
        break;
    case Activation::QuickGelu:
        return x.mul_((x * quickSlope).sigmoid_());
    case Activation::TanhGelu:
        return torch::gelu_(x, "tanh");
    }
    return torch::gelu_(x);
}

} // namespace

torch::Tensor activated(torch::Tensor&& x, Activation activation) {
    return torch::GradMode::is_enabled() ? outOfPlace(x, activation) : inPlace(x, activation);
}

} // namespace storyscope::nn
