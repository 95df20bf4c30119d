// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/normalization.h>

#include <cstdint>

namespace storyscope::nn {

/// A layer norm over the last axis, of `size`; `epsilon` as in torch.nn.LayerNorm, whose default it has.
inline torch::nn::LayerNorm layerNorm(std::int64_t size, double epsilon = 1e-5) {
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({size}).eps(epsilon));
}

} // namespace storyscope::nn
