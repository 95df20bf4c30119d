// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/rotary.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::nn {

torch::Tensor rotated(const torch::Tensor& x, std::int64_t first, RotaryPairs pairs) {
    constexpr double base = 10000;
    const std::int64_t half = x.size(-1) / 2;
    const torch::Tensor positions = torch::arange(first, first + x.size(-2), x.options());
    const torch::Tensor exponents = torch::arange(half, x.options()) / static_cast<double>(half);
    const torch::Tensor angles = torch::outer(positions, torch::exp(-std::log(base) * exponents)); // (T, d/2)
    const torch::Tensor cosines = angles.cos();
    const torch::Tensor sines = angles.sin();
    const bool halves = pairs == RotaryPairs::Halves;
    const torch::Tensor split = halves ? x.unflatten(-1, {2, half}) : x.unflatten(-1, {half, 2}).transpose(-1, -2);
    const torch::Tensor a = split.select(-2, 0);
    const torch::Tensor b = split.select(-2, 1);
    return torch::stack({a * cosines - b * sines, a * sines + b * cosines}, halves ? -2 : -1).flatten(-2);
}

} // namespace storyscope::nn
