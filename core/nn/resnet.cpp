// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/resnet.h"

#include "core/nn/resnet_block.h"

#include <torch/torch.h>

#include <array>
#include <stdexcept>

namespace storyscope::nn {

namespace {

constexpr std::int64_t stemChannels = 64;

std::array<std::int64_t, 4> blocksPerLayer(ResNetKind kind) {
    return kind == ResNetKind::ResNet18 ? std::array<std::int64_t, 4>{2, 2, 2, 2}
                                        : std::array<std::int64_t, 4>{3, 4, 6, 3};
}

void drawWeights(torch::nn::Module& network) {
    torch::NoGradGuard noGrad;
    for (const auto& module : network.modules(/*include_self=*/false)) {
        if (auto* const convolution = module->as<torch::nn::Conv2d>()) {
            torch::nn::init::kaiming_normal_(convolution->weight, 0, torch::kFanOut, torch::kReLU);
        }
    }
}

} // namespace

ResNet::ResNet(ResNetKind kind, Classifier classifier) {
    const auto stem = torch::nn::Conv2dOptions(3, stemChannels, 7).stride(2).padding(3).bias(false);
    m_conv1 = register_module("conv1", torch::nn::Conv2d(stem));
    m_bn1 = register_module("bn1", torch::nn::BatchNorm2d(stemChannels));
    const auto blocks = blocksPerLayer(kind);
    m_channels = stemChannels;
    for (std::size_t layer = 0; layer < blocks.size(); ++layer) {
        const auto place = register_module("layer" + std::to_string(layer + 1), std::make_shared<torch::nn::Module>());
        auto& made = m_layers.emplace_back();
        for (std::int64_t i = 0; i < blocks[layer]; ++i) {
            const ResNetBlockOptions options{.inputChannels = m_channels,
                                             .planes = stemChannels << layer,
                                             .stride = layer > 0 && i == 0 ? 2 : 1,
                                             .isBottleneck = kind == ResNetKind::ResNet50};
            made.push_back(place->register_module(std::to_string(i), std::make_shared<ResNetBlock>(options)));
            m_channels = ResNetBlock::outputChannels(options);
        }
    }
    if (classifier == Classifier::Kept) {
        m_fc = register_module("fc", torch::nn::Linear(m_channels, imageNetClasses));
    }
    drawWeights(*this);
}

torch::Tensor ResNet::stages(const torch::Tensor& normalized, std::size_t stages) {
    torch::Tensor x = torch::max_pool2d(m_bn1(m_conv1(normalized)).relu_(), 3, 2, 1);
    for (std::size_t layer = 0; layer < stages; ++layer) {
        for (const auto& block : m_layers.at(layer)) {
            x = block->forward(x);
        }
    }
    return x;
}

torch::Tensor ResNet::grid(const torch::Tensor& pictures) {
    return stages(imageNetNormalized(pictures), m_layers.size());
}

torch::Tensor ResNet::classify(const torch::Tensor& grid) {
    if (m_fc.is_empty()) {
        throw std::logic_error("This ResNet was made without a classifier");
    }
    return m_fc(pooled(grid));
}

std::int64_t ResNet::gridSize(std::int64_t side) const {
    // The stem's convolution and pooling and three stages halve it, rounding up.
    return (side + 31) / 32;
}

} // namespace storyscope::nn
