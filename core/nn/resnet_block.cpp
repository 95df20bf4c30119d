// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/resnet_block.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

using torch::nn::Conv2dOptions;

Conv2dOptions conv3x3(std::int64_t input, std::int64_t output, std::int64_t stride) {
    return Conv2dOptions(input, output, 3).stride(stride).padding(1);
}

} // namespace

ResNetBlock::ResNetBlock(const ResNetBlockOptions& options) {
    const std::int64_t output = outputChannels(options);
    if (options.isBottleneck) {
        add(Conv2dOptions(options.inputChannels, options.planes, 1));
        add(conv3x3(options.planes, options.planes, options.stride));
        add(Conv2dOptions(options.planes, output, 1));
    } else {
        add(conv3x3(options.inputChannels, options.planes, options.stride));
        add(conv3x3(options.planes, output, 1));
    }
    if (options.stride != 1 || options.inputChannels != output) {
        const auto downsample = register_module("downsample", std::make_shared<torch::nn::Module>());
        const auto convolution = Conv2dOptions(options.inputChannels, output, 1).stride(options.stride).bias(false);
        m_shortcut = downsample->register_module("0", torch::nn::Conv2d(convolution));
        m_shortcutNorm = downsample->register_module("1", torch::nn::BatchNorm2d(output));
    }
}

void ResNetBlock::add(const Conv2dOptions& convolution) {
    const std::string number = std::to_string(m_convolutions.size() + 1);
    auto options = convolution;
    m_convolutions.push_back(register_module("conv" + number, torch::nn::Conv2d(options.bias(false))));
    m_norms.push_back(register_module("bn" + number, torch::nn::BatchNorm2d(options.out_channels())));
}

torch::Tensor ResNetBlock::forward(const torch::Tensor& x) {
    torch::Tensor inner = x;
    for (std::size_t i = 0; i < m_convolutions.size(); ++i) {
        inner = m_norms[i](m_convolutions[i](inner));
        if (i + 1 < m_convolutions.size()) {
            inner.relu_();
        }
    }
    inner += m_shortcut.is_empty() ? x : m_shortcutNorm(m_shortcut(x));
    return inner.relu_();
}

std::int64_t ResNetBlock::outputChannels(const ResNetBlockOptions& options) {
    return options.isBottleneck ? 4 * options.planes : options.planes;
}

} // namespace storyscope::nn
