// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/frame_fusion.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::nn {

FrameFusion::FrameFusion(const FrameFusionOptions& options) : m_options(options) {
    if (options.form == FrameFusionOptions::Form::Projection) {
        m_linear = register_module("linear", torch::nn::Linear(options.inputSize, options.size));
        m_norm = register_module("norm", layerNorm(options.size));
    }
}

std::int64_t FrameFusion::size() const {
    return m_linear.is_empty() ? m_options.inputSize : m_options.size;
}

torch::Tensor FrameFusion::forward(const std::vector<torch::Tensor>& parts) {
    const torch::Tensor joined = torch::cat(parts, -1);
    if (m_linear.is_empty()) {
        return joined;
    }
    // GELU written out: with torch::gelu a run on the CPU once had gradients that were no numbers; the cause is
    // unknown.
    const torch::Tensor x = m_norm(m_linear(joined));
    return 0.5 * x * (1 + torch::erf(x * std::sqrt(0.5)));
}

} // namespace storyscope::nn
