// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/frame_encoder.h"
#include "core/nn/residual_block.h"

#include <torch/nn/modules/linear.h>

#include <vector>

namespace storyscope::nn {

struct ConvFrameEncoderOptions {
    std::int64_t pictureSize = 96;
    std::int64_t stem = 2; ///< blocks of so many pixels a side become one cell before the first stage
    std::vector<std::int64_t> channels = {32, 64, 96}; ///< of the stages; each but the first halves the grid
    std::int64_t blocks = 2;                           ///< residual blocks after the last stage
    std::int64_t groups = 8;                           ///< of group normalisation; divides every stage's channels
    std::int64_t summarySize = 128;                    ///< D
};

/// A small convolutional encoder: pixels rearranged to channels (sub-pixel convolution backwards, Shi et al. 2016),
/// stages of stride 2, residual blocks on the last grid, and a summary from the grid's mean and maximum.
class ConvFrameEncoder final : public FrameEncoder {
public:
    explicit ConvFrameEncoder(const ConvFrameEncoderOptions& options);

    EncodedFrames forward(const torch::Tensor& pictures) override;
    std::int64_t patchChannels() const override { return m_options.channels.back(); }
    std::int64_t summarySize() const override { return m_options.summarySize; }
    std::int64_t gridSize() const override;
    std::int64_t featureCount() const override;

private:
    ConvFrameEncoderOptions m_options;
    std::vector<torch::nn::Conv2d> m_stages;
    std::vector<torch::nn::GroupNorm> m_stageNorms; // one less than stages: the first block normalises for itself
    std::vector<std::shared_ptr<ResidualBlock>> m_blocks;
    torch::nn::GroupNorm m_norm = nullptr;
    torch::nn::Linear m_summary = nullptr;
    torch::nn::Linear m_summaryOut = nullptr;
};

} // namespace storyscope::nn
