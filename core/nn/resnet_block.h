// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/conv.h>

#include <vector>

namespace storyscope::nn {

struct ResNetBlockOptions {
    std::int64_t inputChannels = 64;
    std::int64_t planes = 64; ///< channels of the 3 × 3 convolutions
    std::int64_t stride = 1;
    bool isBottleneck = false; ///< 1 × 1, 3 × 3, 1 × 1 with 4 · planes at the end, instead of two 3 × 3
};

/// Convolutions, each with batch normalisation, around a shortcut: torchvision's BasicBlock and Bottleneck.
class ResNetBlock : public torch::nn::Module {
public:
    explicit ResNetBlock(const ResNetBlockOptions& options);

    /// (N, inputChannels, H, W) float32 → (N, outputChannels(), ⌈H / stride⌉, ⌈W / stride⌉).
    torch::Tensor forward(const torch::Tensor& x);

    static std::int64_t outputChannels(const ResNetBlockOptions& options);

private:
    void add(const torch::nn::Conv2dOptions& convolution);

    std::vector<torch::nn::Conv2d> m_convolutions;
    std::vector<torch::nn::BatchNorm2d> m_norms;
    torch::nn::Conv2d m_shortcut = nullptr; // none if the input can be added as it is
    torch::nn::BatchNorm2d m_shortcutNorm = nullptr;
};

} // namespace storyscope::nn
