// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/pretrained_backbone.h"

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <vector>

namespace storyscope::nn {

class ResNetBlock;

enum class ResNetKind { ResNet18, ResNet34, ResNet50 };

/// ResNet with torchvision's structure and names of tensors, so that its published weights fit. Source: He et al. 2016,
/// "Deep residual learning for image recognition"; in ResNet-50 a block's stride is in its 3 × 3 convolution.
class ResNet final : public PretrainedBackbone {
public:
    /// Random weights, as torchvision draws them.
    explicit ResNet(ResNetKind kind, Classifier classifier = Classifier::Kept);

    torch::Tensor grid(const torch::Tensor& pictures) override;
    torch::Tensor classify(const torch::Tensor& grid) override;
    std::int64_t channels() const override { return m_channels; }
    std::int64_t gridSize(std::int64_t side) const override;

    /// The first `stages` (0…4) of layer1…layer4 on normalised pictures; with none of them, what the stem gives after
    /// pooling. grid() is stages(imageNetNormalized(pictures), 4).
    torch::Tensor stages(const torch::Tensor& normalized, std::size_t stages);

private:
    torch::nn::Conv2d m_conv1 = nullptr;
    torch::nn::BatchNorm2d m_bn1 = nullptr;
    std::vector<std::vector<std::shared_ptr<ResNetBlock>>> m_layers;
    torch::nn::Linear m_fc = nullptr; // none without a classifier
    std::int64_t m_channels = 0;
};

} // namespace storyscope::nn
