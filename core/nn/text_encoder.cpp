// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/text_encoder.h"

#include <torch/torch.h>

#include <stdexcept>

namespace storyscope::nn {

torch::Tensor TextEncoder::frozenFeatures(const torch::Tensor&) {
    return {};
}

torch::Tensor TextEncoder::forwardFeatures(const torch::Tensor&) {
    throw std::logic_error("This text encoder has no frozen part");
}

} // namespace storyscope::nn
