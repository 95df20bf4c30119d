// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/frame_encoder.h"
#include "core/nn/pretrained_backbone.h"

#include <torch/nn/modules/linear.h>

#include <memory>

namespace storyscope::nn {

struct PretrainedFrameEncoderOptions {
    enum class Grid {
        LastStage, ///< the backbone's last stage: G × G patches
        Pooled,    ///< its mean over the picture: one patch
    };

    enum class Patches {
        Plain,      ///< as the backbone computes them
        Normalized, ///< the channels of each patch have mean 0 and variance 1, as decoders that attend to patches want
    };

    std::shared_ptr<PretrainedBackbone> backbone; ///< frozen or not
    std::int64_t pictureSize = 224;               ///< pixels a side
    Grid grid = Grid::LastStage;
    Patches patches = Patches::Plain;
    std::int64_t summarySize = 128; ///< D
};

/// A backbone that was trained on ImageNet, and, if wanted, a linear layer from its pooled feature to the summary. If
/// the backbone is frozen, frozenFeatures() are all that it computes, (N, C, G, G) or, pooled, (N, C); gradients never
/// reach it. Its tensors are under "backbone", the layer's under "summary".
class PretrainedFrameEncoder final : public FrameEncoder {
public:
    explicit PretrainedFrameEncoder(const PretrainedFrameEncoderOptions& options);

    EncodedFrames forward(const torch::Tensor& pictures) override;
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;
    EncodedFrames forwardFeatures(const torch::Tensor& features) override;
    std::int64_t patchChannels() const override { return m_backbone->channels(); }
    std::int64_t summarySize() const override {
        return m_summary.is_empty() ? m_backbone->channels() : m_options.summarySize;
    }
    std::int64_t gridSize() const override;
    std::int64_t featureCount() const override { return m_backbone->channels(); }

    const std::shared_ptr<PretrainedBackbone>& backbone() const { return m_backbone; }

private:
    torch::Tensor seen(const torch::Tensor& pictures);
    EncodedFrames encoded(const torch::Tensor& features);

    PretrainedFrameEncoderOptions m_options;
    std::shared_ptr<PretrainedBackbone> m_backbone;
    torch::nn::Linear m_summary = nullptr; // may be none
};

} // namespace storyscope::nn
