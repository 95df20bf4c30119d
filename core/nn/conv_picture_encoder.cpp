// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/conv_picture_encoder.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

constexpr double encoderSlope = 0.1;

std::int64_t halved(std::int64_t side, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) {
        side = (side + 1) / 2;
    }
    return side;
}

} // namespace

ConvPictureEncoder::ConvPictureEncoder(const ConvPictureEncoderOptions& options) : m_options(options) {
    const bool isDouble = options.backbones == 2;
    m_backbones.push_back(makeBackbone("content"));
    if (isDouble) {
        m_backbones.push_back(makeBackbone("context"));
        m_merge = register_module("merge", torch::nn::Linear(2 * options.latentSize, options.latentSize));
    }
    if (options.norm == ConvPictureEncoderOptions::Norm::Layer) {
        m_norm = register_module("norm", layerNorm(options.latentSize));
    }
    initializeKaiming(*this);
}

ConvPictureEncoder::Backbone ConvPictureEncoder::makeBackbone(const std::string& name) {
    Backbone backbone;
    std::int64_t before = 3;
    for (std::size_t i = 0; i < m_options.channels.size(); ++i) {
        const std::int64_t after = m_options.channels[i];
        const std::int64_t kernel = m_options.kernels.at(i);
        const std::string place = name + "_conv" + std::to_string(i);
        backbone.convolutions.push_back(register_module(
            place, torch::nn::Conv2d(torch::nn::Conv2dOptions(before, after, kernel).stride(2).padding(kernel / 2))));
        backbone.norms.push_back(register_module(place + "_norm", torch::nn::GroupNorm(m_options.groups, after)));
        before = after;
    }
    const std::size_t times = m_options.channels.size();
    const std::int64_t flat = before * halved(m_options.height, times) * halved(m_options.width, times);
    backbone.head = register_module(name + "_head", torch::nn::Linear(flat, m_options.latentSize));
    return backbone;
}

torch::Tensor ConvPictureEncoder::run(Backbone& backbone, const torch::Tensor& pictures) {
    torch::Tensor x = pictures;
    for (std::size_t i = 0; i < backbone.convolutions.size(); ++i) {
        x = torch::leaky_relu(backbone.norms[i](backbone.convolutions[i](x)), encoderSlope);
    }
    return backbone.head(x.flatten(1));
}

torch::Tensor ConvPictureEncoder::forward(const torch::Tensor& pictures) {
    torch::Tensor latent = run(m_backbones.front(), pictures);
    if (m_backbones.size() == 2) {
        const torch::Tensor context = run(m_backbones.back(), pictures);
        latent = m_merge(torch::cat({torch::relu(latent), torch::relu(context)}, -1));
    }
    return m_norm.is_empty() ? latent : m_norm(latent);
}

void initializeKaiming(torch::nn::Module& module) {
    const torch::NoGradGuard noGradients;
    const auto initialize = [](auto& layer) {
        torch::nn::init::kaiming_normal_(layer.weight, 0, torch::kFanIn, torch::kLeakyReLU);
        torch::nn::init::zeros_(layer.bias);
    };
    for (const std::shared_ptr<torch::nn::Module>& part : module.modules(/*include_self=*/false)) {
        if (auto* convolution = part->as<torch::nn::Conv2dImpl>()) {
            initialize(*convolution);
        } else if (auto* transposed = part->as<torch::nn::ConvTranspose2dImpl>()) {
            initialize(*transposed);
        } else if (auto* linear = part->as<torch::nn::LinearImpl>()) {
            initialize(*linear);
        }
    }
}

} // namespace storyscope::nn
