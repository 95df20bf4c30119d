// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/activation.h"

#include <torch/torch.h>

namespace storyscope::nn {

torch::Tensor activated(const torch::Tensor& x, Activation activation) {
    constexpr double quickSlope = 1.702;
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

} // namespace storyscope::nn
