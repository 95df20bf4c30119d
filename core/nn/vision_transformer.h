// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/pretrained_module.h"
#include "core/nn/vision_layer.h"

#include <torch/nn/modules/conv.h>

#include <stop_token>
#include <vector>

namespace storyscope::nn {

/// What is kept of a VisionTransformer's way, and when it gives up.
struct VisionRequest {
    enum class Keep { Tokens, Everything };
    Keep keep = Keep::Tokens;
    std::stop_token stop; ///< heard between layers
};

/// What a VisionTransformer made of N pictures of T = 1 + patches tokens, the class token first, then the patches row
/// by row. Only `tokens` is defined unless everything was to be kept.
struct SeenPictures {
    torch::Tensor tokens;                 // (N, T, D) float32, normalised
    std::vector<torch::Tensor> hidden;    // layers + 1 times (N, T, D) float32: before the first layer, after each one
    std::vector<torch::Tensor> attention; // layers times (N, heads, T, T) float32, rows sum to 1
};

/// A vision transformer as captioners have it: that of BLIP, of CLIP (GIT) and of the library's own ViT (vit-gpt2)
/// differ in their options only. Sources: Dosovitskiy et al. 2020, "An image is worth 16x16 words"; Radford et al.
/// 2021, "Learning transferable visual models from natural language supervision"; the library `transformers`,
/// modeling_blip.py, modeling_clip.py, modeling_vit.py.
class VisionTransformer : public PretrainedModule {
public:
    /// Throws Error{Mismatch} for sizes that do not divide one another.
    explicit VisionTransformer(const VisionTransformerOptions& options = {});

    /// `pictures`: (N, 3, S, S) float32 in [0, 1], S = pictureSize → tokens, (N, T, D) float32. Throws Error{Mismatch}
    /// for pictures of another size.
    torch::Tensor forward(const torch::Tensor& pictures);
    /// The same with all that happens on the way; tokens are equal, up to rounding, whatever is kept. Throws
    /// Error{Cancelled}, too.
    SeenPictures see(const torch::Tensor& pictures, const VisionRequest& request);

    const VisionTransformerOptions& options() const { return m_options; }

private:
    torch::Tensor embedded(const torch::Tensor& pictures);

    VisionTransformerOptions m_options;
    torch::Tensor m_mean;      // (3, 1, 1); no buffer: it is no part of a weights file
    torch::Tensor m_deviation; // (3, 1, 1)
    torch::nn::Conv2d m_patches;
    torch::Tensor m_classToken;                 // (D)
    torch::Tensor m_positions;                  // (T, D)
    torch::nn::LayerNorm m_inputNorm = nullptr; // may be none
    std::vector<std::shared_ptr<VisionLayer>> m_layers;
    torch::nn::LayerNorm m_outputNorm = nullptr;
};

} // namespace storyscope::nn
