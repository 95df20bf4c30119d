// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/pretrained_backbone.h"

#include <torch/nn/modules/conv.h>

#include <functional>
#include <vector>

namespace storyscope::nn {

enum class SqueezeNetKind { Version1_0, Version1_1 };

/// SqueezeNet with torchvision's structure and names of tensors. Source: Iandola et al. 2016, "SqueezeNet:
/// AlexNet-level accuracy with 50x fewer parameters".
class SqueezeNet final : public PretrainedBackbone {
public:
    explicit SqueezeNet(SqueezeNetKind kind, Classifier classifier = Classifier::Kept);

    torch::Tensor grid(const torch::Tensor& pictures) override;
    torch::Tensor classify(const torch::Tensor& grid) override;
    std::int64_t channels() const override { return 512; }
    std::int64_t gridSize(std::int64_t side) const override;

    /// Layers `first` … `end` − 1 of torchvision's `features`, which has 13 of them: convolution, ReLU, pooling, and
    /// Fire modules. Layer 0 takes normalised pictures.
    torch::Tensor features(const torch::Tensor& x, std::size_t first, std::size_t end);

private:
    using Layer = std::function<torch::Tensor(const torch::Tensor&)>;
    void addFire(torch::nn::Module& features, std::int64_t inputChannels, std::int64_t squeezed, std::int64_t expanded);

    std::vector<Layer> m_features;
    std::vector<std::size_t> m_poolings; // their places in m_features
    std::int64_t m_stemKernel = 0;
    torch::nn::Conv2d m_classifier = nullptr; // none without a classifier
};

} // namespace storyscope::nn
