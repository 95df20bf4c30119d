// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/latent_picture_decoder.h"

#include "core/nn/conv_picture_encoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

constexpr double decoderSlope = 0.1;

// Doubles the sides exactly, for odd kernels and for even ones.
std::shared_ptr<TransposedConvolution> doubling(std::int64_t before, std::int64_t after, std::int64_t kernel) {
    return std::make_shared<TransposedConvolution>(TransposedConvolutionOptions{.inputs = before,
                                                                                .outputs = after,
                                                                                .kernel = kernel,
                                                                                .padding = (kernel - 1) / 2,
                                                                                .outputPadding = kernel % 2});
}

} // namespace

LatentPictureDecoder::LatentPictureDecoder(const LatentPictureDecoderOptions& options) : m_options(options) {
    const std::int64_t scale = std::int64_t{1} << options.channels.size();
    m_rows = (options.height + scale - 1) / scale;
    m_columns = (options.width + scale - 1) / scale;
    m_expand =
        register_module("expand", torch::nn::Linear(options.latentSize, options.channels.front() * m_rows * m_columns));
    for (std::size_t i = 0; i < options.channels.size(); ++i) {
        const bool isLast = i + 1 == options.channels.size();
        const std::int64_t after = isLast ? 3 : options.channels[i + 1];
        const std::string name = "stage" + std::to_string(i);
        m_stages.push_back(register_module(name, doubling(options.channels[i], after, options.kernels.at(i))));
        if (!isLast) {
            m_norms.push_back(register_module(name + "_norm", torch::nn::GroupNorm(options.groups, after)));
        }
    }
    initializeKaiming(*this);
}

torch::Tensor LatentPictureDecoder::forward(const torch::Tensor& latents) {
    torch::Tensor x = m_expand(latents).view({-1, m_options.channels.front(), m_rows, m_columns});
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        x = m_stages[i]->forward(x);
        if (i < m_norms.size()) {
            x = torch::leaky_relu(m_norms[i](x), decoderSlope);
        }
    }
    return torch::sigmoid(x.narrow(2, 0, m_options.height).narrow(3, 0, m_options.width));
}

} // namespace storyscope::nn
