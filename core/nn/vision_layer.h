// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/feed_forward.h"
#include "core/nn/multi_head_attention.h"

#include <array>

namespace storyscope::nn {

/// The sizes of a VisionTransformer; by default those of BLIP's base model.
struct VisionTransformerOptions {
    std::int64_t pictureSize = 384; ///< pixels a side
    std::int64_t patchSize = 16;    ///< pixels a side, divides pictureSize
    std::int64_t size = 768;        ///< D
    std::int64_t layers = 12;
    std::int64_t heads = 12; ///< divides D
    std::int64_t innerSize = 3072;
    Activation activation = Activation::Gelu;
    double normEpsilon = 1e-5;
    bool patchBias = true;                       ///< CLIP's patches have none
    bool normalizesInput = false;                ///< CLIP normalises tokens before the first layer
    std::array<double, 3> mean{0, 0, 0};         ///< of red, green and blue: what is taken off a picture in [0, 1]
    std::array<double, 3> deviation = {1, 1, 1}; ///< and what it is divided by then

    std::int64_t gridSize() const { return pictureSize / patchSize; }
    std::int64_t tokens() const { return 1 + gridSize() * gridSize(); } ///< the class token and the patches
};

/// One layer of VisionTransformer: each part is normalised first.
class VisionLayer : public torch::nn::Module {
public:
    explicit VisionLayer(const VisionTransformerOptions& options);

    /// `x`: (N, T, D) float32; output likewise, weights (N, heads, T, T) float32, rows sum to 1.
    MultiHeadAttention::Output forward(const torch::Tensor& x);
    /// The output alone, sooner.
    torch::Tensor unseen(const torch::Tensor& x);

private:
    torch::nn::LayerNorm m_norm;
    std::shared_ptr<MultiHeadAttention> m_attention;
    std::shared_ptr<FeedForward> m_feedForward;
};

} // namespace storyscope::nn
