// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/pretrained_frame_encoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

using Grid = PretrainedFrameEncoderOptions::Grid;
using Patches = PretrainedFrameEncoderOptions::Patches;

namespace {

/// (N, C, G, G): each patch by itself.
torch::Tensor normalized(const torch::Tensor& patches) {
    return torch::layer_norm(patches.permute({0, 2, 3, 1}), {patches.size(1)}).permute({0, 3, 1, 2}).contiguous();
}

} // namespace

PretrainedFrameEncoder::PretrainedFrameEncoder(const PretrainedFrameEncoderOptions& options)
    : m_options(options), m_backbone(register_module("backbone", options.backbone)) {
    if (options.summarySize > 0) {
        m_summary = register_module("summary", torch::nn::Linear(m_backbone->channels(), options.summarySize));
    }
}

torch::Tensor PretrainedFrameEncoder::seen(const torch::Tensor& pictures) {
    const torch::Tensor grid = m_backbone->grid(pictures);
    return m_options.grid == Grid::Pooled ? pooled(grid) : grid;
}

EncodedFrames PretrainedFrameEncoder::encoded(const torch::Tensor& features) {
    const bool isPooled = m_options.grid == Grid::Pooled;
    EncodedFrames result;
    result.patches = isPooled ? features.unsqueeze(-1).unsqueeze(-1) : features;
    if (m_options.patches == Patches::Normalized) {
        result.patches = normalized(result.patches);
    }
    const torch::Tensor vector = pooled(result.patches);
    result.summaries = m_summary.is_empty() ? vector : m_summary(vector);
    if (!torch::GradMode::is_enabled()) {
        result.features = isPooled ? features : pooled(features);
    }
    return result;
}

EncodedFrames PretrainedFrameEncoder::forward(const torch::Tensor& pictures) {
    return encoded(m_backbone->isFrozen() ? frozenFeatures(pictures) : seen(pictures));
}

torch::Tensor PretrainedFrameEncoder::frozenFeatures(const torch::Tensor& pictures) {
    if (!m_backbone->isFrozen()) {
        return {};
    }
    torch::NoGradGuard noGrad;
    return seen(pictures);
}

EncodedFrames PretrainedFrameEncoder::forwardFeatures(const torch::Tensor& features) {
    return m_backbone->isFrozen() ? encoded(features) : FrameEncoder::forwardFeatures(features);
}

std::int64_t PretrainedFrameEncoder::gridSize() const {
    return m_options.grid == Grid::Pooled ? 1 : m_backbone->gridSize(m_options.pictureSize);
}

} // namespace storyscope::nn
