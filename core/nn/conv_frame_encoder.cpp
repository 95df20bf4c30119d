// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/conv_frame_encoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

/// (N, C, H, W) → (N, 2C): mean and standard deviation per channel.
torch::Tensor statistics(const torch::Tensor& x) {
    const torch::Tensor flat = x.flatten(2);
    return torch::cat({flat.mean(-1), flat.std(-1, /*unbiased=*/false)}, -1);
}

} // namespace

ConvFrameEncoder::ConvFrameEncoder(const ConvFrameEncoderOptions& options) : m_options(options) {
    std::int64_t before = 3 * options.stem * options.stem;
    for (std::size_t i = 0; i < options.channels.size(); ++i) {
        const std::int64_t after = options.channels[i];
        const std::string name = "stage" + std::to_string(i);
        const auto convolution = torch::nn::Conv2dOptions(before, after, 3).stride(i == 0 ? 1 : 2).padding(1);
        m_stages.push_back(register_module(name, torch::nn::Conv2d(convolution)));
        if (i + 1 < options.channels.size()) {
            m_stageNorms.push_back(register_module(name + "_norm", torch::nn::GroupNorm(options.groups, after)));
        }
        before = after;
    }
    for (std::int64_t i = 0; i < options.blocks; ++i) {
        m_blocks.push_back(
            register_module("block" + std::to_string(i), std::make_shared<ResidualBlock>(before, options.groups)));
    }
    m_norm = register_module("norm", torch::nn::GroupNorm(options.groups, before));
    m_summary = register_module("summary", torch::nn::Linear(2 * before, 2 * options.summarySize));
    m_summaryOut = register_module("summary_out", torch::nn::Linear(2 * options.summarySize, options.summarySize));
}

EncodedFrames ConvFrameEncoder::forward(const torch::Tensor& pictures) {
    EncodedFrames result;
    torch::Tensor x = torch::pixel_unshuffle(pictures - 0.5, m_options.stem);
    torch::Tensor early;
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        x = m_stages[i](x);
        if (i < m_stageNorms.size()) {
            x = torch::gelu(m_stageNorms[i](x));
        }
        if (i == 0 && !torch::GradMode::is_enabled()) {
            early = statistics(x);
        }
    }
    for (const auto& block : m_blocks) {
        x = block->forward(x);
    }
    result.patches = m_norm(x);
    const torch::Tensor pooled = torch::cat({result.patches.mean({2, 3}), result.patches.amax({2, 3})}, -1);
    result.summaries = m_summaryOut(torch::gelu(m_summary(pooled)));
    if (early.defined()) {
        result.features = torch::cat({early, statistics(x)}, -1);
    }
    return result;
}

std::int64_t ConvFrameEncoder::gridSize() const {
    return m_options.pictureSize / m_options.stem >> (m_stages.size() - 1);
}

std::int64_t ConvFrameEncoder::featureCount() const {
    return 2 * (m_options.channels.front() + m_options.channels.back());
}

} // namespace storyscope::nn
