// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>

namespace storyscope::nn {

enum class PoolingForm {
    FixedQuery,       ///< w·x + b: one learned query, the same for all stories
    Additive,         ///< v·tanh(W x + b) + c, without a query
    ScaledDotProduct, ///< (W₁ xᵢ)·(W₂ xⱼ) / √D: the last frame asks
    Mean,
    Last,
};

/// How much each frame counts for what follows frame i: softmax of scores over frames 0…i.
class FramePooling : public torch::nn::Module {
public:
    /// `sequence`: (B, K, D) float32 → (B, 1, K, K) float32: rows sum to 1, zero for later frames.
    torch::Tensor forward(const torch::Tensor& sequence);

protected:
    /// (B, K, K) float32 or broadcastable to it; those of later frames do not matter.
    virtual torch::Tensor scores(const torch::Tensor& sequence) = 0;
};

/// `size`: D.
std::shared_ptr<FramePooling> makeFramePooling(PoolingForm form, std::int64_t size);

/// `weights`: (B, 1, K, K), `values`: (B, K, V) → (B, K, V) float32.
torch::Tensor pooled(const torch::Tensor& weights, const torch::Tensor& values);

} // namespace storyscope::nn
