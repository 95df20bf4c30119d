// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <vector>

namespace storyscope::nn {

struct FrameFusionOptions {
    enum class Form {
        Concatenation,
        Projection, ///< Linear, LayerNorm, GELU of the concatenation
    };
    Form form = Form::Concatenation;
    std::int64_t inputSize = 32; ///< of all that is joined
    std::int64_t size = 256;     ///< only for Projection
};

/// Joins what is known of each frame: picture, text, tags.
class FrameFusion final : public torch::nn::Module {
public:
    explicit FrameFusion(const FrameFusionOptions& options);

    /// Each (B, K, …) float32 → (B, K, size()) float32.
    torch::Tensor forward(const std::vector<torch::Tensor>& parts);
    std::int64_t size() const;

private:
    FrameFusionOptions m_options;
    torch::nn::Linear m_linear = nullptr;
    torch::nn::LayerNorm m_norm = nullptr;
};

} // namespace storyscope::nn
