// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/squeezenet.h"

#include <torch/torch.h>

#include <stdexcept>

namespace storyscope::nn {

namespace {

using torch::nn::Conv2d;
using torch::nn::Conv2dOptions;

/// A 1 × 1 convolution to few channels, then 1 × 1 and 3 × 3 convolutions side by side.
class Fire : public torch::nn::Module {
public:
    Fire(std::int64_t inputChannels, std::int64_t squeezed, std::int64_t expanded)
        : m_squeeze(register_module("squeeze", Conv2d(Conv2dOptions(inputChannels, squeezed, 1)))),
          m_expand1x1(register_module("expand1x1", Conv2d(Conv2dOptions(squeezed, expanded, 1)))),
          m_expand3x3(register_module("expand3x3", Conv2d(Conv2dOptions(squeezed, expanded, 3).padding(1)))) {}

    torch::Tensor forward(const torch::Tensor& x) {
        const torch::Tensor squeezed = m_squeeze(x).relu_();
        return torch::cat({m_expand1x1(squeezed), m_expand3x3(squeezed)}, 1).relu_();
    }

private:
    Conv2d m_squeeze;
    Conv2d m_expand1x1;
    Conv2d m_expand3x3;
};

torch::Tensor maxPooled(const torch::Tensor& x) {
    return torch::max_pool2d(x, 3, 2, 0, 1, /*ceil_mode=*/true);
}

struct FireSizes {
    std::int64_t squeezed;
    std::int64_t expanded;
};

constexpr FireSizes pooling{0, 0};

/// What follows the first convolution and its ReLU.
std::vector<FireSizes> layersOf(SqueezeNetKind kind) {
    if (kind == SqueezeNetKind::Version1_0) {
        return {pooling,   {16, 64},  {16, 64},  {32, 128}, pooling,  {32, 128},
                {48, 192}, {48, 192}, {64, 256}, pooling,   {64, 256}};
    }
    return {pooling, {16, 64},  {16, 64},  pooling,   {32, 128}, {32, 128},
            pooling, {48, 192}, {48, 192}, {64, 256}, {64, 256}};
}

} // namespace

SqueezeNet::SqueezeNet(SqueezeNetKind kind, Classifier classifier) {
    m_stemKernel = kind == SqueezeNetKind::Version1_0 ? 7 : 3;
    std::int64_t channels = kind == SqueezeNetKind::Version1_0 ? 96 : 64;
    const auto features = register_module("features", std::make_shared<torch::nn::Module>());
    const auto stem = features->register_module("0", Conv2d(Conv2dOptions(3, channels, m_stemKernel).stride(2)));
    m_features.emplace_back([stem](const torch::Tensor& x) { return stem->forward(x); });
    m_features.emplace_back([](const torch::Tensor& x) { return torch::relu(x); });
    for (const FireSizes& sizes : layersOf(kind)) {
        if (sizes.squeezed == 0) {
            m_poolings.push_back(m_features.size());
            m_features.emplace_back(maxPooled);
        } else {
            addFire(*features, channels, sizes.squeezed, sizes.expanded);
            channels = 2 * sizes.expanded;
        }
    }
    if (classifier == Classifier::Kept) {
        const auto place = register_module("classifier", std::make_shared<torch::nn::Module>());
        m_classifier = place->register_module("1", Conv2d(Conv2dOptions(channels, imageNetClasses, 1)));
    }
}

void SqueezeNet::addFire(torch::nn::Module& features, std::int64_t inputChannels, std::int64_t squeezed,
                         std::int64_t expanded) {
    const auto fire = features.register_module(std::to_string(m_features.size()),
                                               std::make_shared<Fire>(inputChannels, squeezed, expanded));
    m_features.emplace_back([fire](const torch::Tensor& x) { return fire->forward(x); });
}

torch::Tensor SqueezeNet::features(const torch::Tensor& x, std::size_t first, std::size_t end) {
    torch::Tensor result = x;
    for (std::size_t i = first; i < end; ++i) {
        result = m_features.at(i)(result);
    }
    return result;
}

torch::Tensor SqueezeNet::grid(const torch::Tensor& pictures) {
    return features(imageNetNormalized(pictures), 0, m_features.size());
}

torch::Tensor SqueezeNet::classify(const torch::Tensor& grid) {
    if (m_classifier.is_empty()) {
        throw std::logic_error("This SqueezeNet was made without a classifier");
    }
    const torch::Tensor scores = m_classifier(torch::dropout(grid, 0.5, is_training()));
    return pooled(torch::relu(scores));
}

std::int64_t SqueezeNet::gridSize(std::int64_t side) const {
    std::int64_t cells = (side - m_stemKernel) / 2 + 1;
    for (std::size_t i = 0; i < m_poolings.size(); ++i) {
        cells = (cells - 3 + 1) / 2 + 1;
    }
    return cells;
}

} // namespace storyscope::nn
