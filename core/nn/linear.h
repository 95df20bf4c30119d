// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

namespace storyscope::nn {

/// x · weightᵀ + bias, as torch::linear() has it: `x` (…, I), `weight` (O, I), `bias` (O) or undefined → (…, O).
///
/// Few rows on the processor, where no gradients are recorded, are what writing a text word by word consists of: there
/// it reads the weights once, while a matrix product copies them into blocks first, which takes several times as long.
/// A row's result is then the same to the last bit whatever rows come with it. Many rows there go to oneDNN's product,
/// which copies less than that of a BLAS.
torch::Tensor linear(const torch::Tensor& x, const torch::Tensor& weight, const torch::Tensor& bias);

/// N products x · y, as torch::bmm() has them: `x` (N, R, I), `y` (N, I, O) → (N, R, O). Few rows as in linear().
torch::Tensor products(const torch::Tensor& x, const torch::Tensor& y);
/// N products x · yᵀ: `x` (N, R, I), `y` (N, O, I) → (N, R, O). Few rows as in linear().
torch::Tensor productsOfTransposed(const torch::Tensor& x, const torch::Tensor& y);

} // namespace storyscope::nn
