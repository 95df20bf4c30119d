// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <vector>

namespace storyscope::nn {

/// (B, T, D) → (B, heads, T, D/heads), a view.
torch::Tensor splitHeads(const torch::Tensor& x, std::int64_t heads);
/// (B, heads, T, D/heads) → (B, T, D).
torch::Tensor mergeHeads(const torch::Tensor& x);

/// Queries, (…, d), divided by the square root of d.
torch::Tensor scaledQueries(const torch::Tensor& queries);

struct Attended {
    torch::Tensor output;  // (B, heads, Q, D/heads) float32
    torch::Tensor weights; // (B, heads, Q, S) float32, rows sum to 1
};

/// Scaled dot-product attention, computed explicitly so that the weights can be looked at. `queries`:
/// (B, heads, Q, d); `keys`, `values`: (B, heads, S, d); `bias` is added to the logits: broadcastable to
/// (B, heads, Q, S), −∞ hides a column; undefined: none. Source: Vaswani et al. 2017, "Attention is all you need".
Attended attend(const torch::Tensor& queries, const torch::Tensor& keys, const torch::Tensor& values,
                const torch::Tensor& bias);

/// The output of attend() without bias, (B, heads, Q, D/heads), when nobody wants its weights: on the processor,
/// where no gradients are recorded, these are never held all at once, which saves the time that so much memory costs.
torch::Tensor attendUnseen(const torch::Tensor& queries, const torch::Tensor& keys, const torch::Tensor& values);

/// torch::matmul() of (N, heads, Q, a) and (B, heads, a, b), where N / B of the former in turn share one of the latter,
/// which is not copied for that.
torch::Tensor matmulShared(const torch::Tensor& rows, const torch::Tensor& shared);

/// The weights alone, (B, heads, Q, S) float32, over several `keys` as if they stood one after another: S of them in
/// all, each shared as in matmulShared().
torch::Tensor attentionWeights(const torch::Tensor& queries, const std::vector<torch::Tensor>& keys,
                               const torch::Tensor& bias);

/// (T, T) float32: 0 where column ≤ row, −∞ after it.
torch::Tensor causalBias(std::int64_t length, torch::Device device);

} // namespace storyscope::nn
