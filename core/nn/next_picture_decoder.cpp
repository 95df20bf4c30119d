// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/next_picture_decoder.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace storyscope::nn {

namespace F = torch::nn::functional;

NextPictureDecoder::NextPictureDecoder(const NextPictureDecoderOptions& options) : m_options(options) {
    const std::int64_t first = options.channels.front();
    m_fuse = register_module(
        "fuse", torch::nn::Conv2d(torch::nn::Conv2dOptions(options.contextFrames * options.patchChannels, first, 1)));
    m_state = register_module("state", torch::nn::Linear(options.stateSize, first));
    m_places = register_parameter("places", 0.2 * torch::randn({first, options.gridSize, options.gridSize}));
    for (std::int64_t i = 0; i < options.blocks; ++i) {
        m_blocks.push_back(
            register_module("block" + std::to_string(i), std::make_shared<ResidualBlock>(first, options.groups)));
    }
    for (std::size_t i = 0; i < options.channels.size(); ++i) {
        const std::string name = "stage" + std::to_string(i);
        m_norms.push_back(register_module(name + "_norm", torch::nn::GroupNorm(options.groups, options.channels[i])));
        if (i + 1 < options.channels.size()) {
            m_stages.push_back(register_module(
                name, torch::nn::Conv2d(
                          torch::nn::Conv2dOptions(options.channels[i], options.channels[i + 1], 3).padding(1))));
        }
    }
    // Four sub-pixels of three colours and one weight per source.
    m_output = register_module(
        "output",
        torch::nn::Conv2d(
            torch::nn::Conv2dOptions(options.channels.back(), 4 * (4 + options.contextFrames), 3).padding(1)));
}

torch::Tensor NextPictureDecoder::fuse(const PictureContext& context) {
    const std::int64_t frames = std::min(context.patches.size(1), m_options.contextFrames);
    torch::Tensor recent = context.patches.narrow(1, context.patches.size(1) - frames, frames).flip({1}).flatten(1, 2);
    const std::int64_t missing = (m_options.contextFrames - frames) * m_options.patchChannels;
    if (missing > 0) {
        recent = F::pad(recent, F::PadFuncOptions({0, 0, 0, 0, 0, missing}));
    }
    return m_fuse(recent) + m_state(context.state).unsqueeze(-1).unsqueeze(-1) + m_places;
}

torch::Tensor NextPictureDecoder::forward(const PictureContext& context) {
    torch::Tensor x = fuse(context);
    for (const auto& block : m_blocks) {
        x = block->forward(x);
    }
    const auto doubled = F::InterpolateFuncOptions().scale_factor(std::vector<double>{2, 2}).mode(torch::kNearest);
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        x = m_stages[i](F::interpolate(torch::gelu(m_norms[i](x)), doubled));
    }
    x = torch::pixel_shuffle(m_output(torch::gelu(m_norms.back()(x))), 2); // (B, 4 + context, S, S)

    const std::int64_t frames = std::min(context.pictures.size(1), m_options.contextFrames);
    const torch::Tensor drawing = torch::sigmoid(x.narrow(1, 0, 3));
    const torch::Tensor shares = torch::softmax(x.narrow(1, 3, 1 + frames), 1);
    torch::Tensor picture = shares.narrow(1, 0, 1) * drawing;
    for (std::int64_t back = 0; back < frames; ++back) {
        picture =
            picture + shares.narrow(1, 1 + back, 1) * context.pictures.select(1, context.pictures.size(1) - 1 - back);
    }
    return picture;
}

} // namespace storyscope::nn
