// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/transposed_picture_decoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

TransposedPictureDecoder::TransposedPictureDecoder(const TransposedPictureDecoderOptions& options)
    : m_options(options),
      m_grid(register_module("grid", torch::nn::Linear(options.stateSize, options.channels.front() * options.gridSize *
                                                                              options.gridSize))) {
    constexpr std::int64_t colours = 3;
    for (std::size_t i = 0; i < options.channels.size(); ++i) {
        const std::int64_t next = i + 1 < options.channels.size() ? options.channels[i + 1] : colours;
        m_stages.push_back(register_module("stage" + std::to_string(i),
                                           std::make_shared<TransposedConvolution>(TransposedConvolutionOptions{
                                               .inputs = options.channels[i], .outputs = next})));
    }
}

torch::Tensor TransposedPictureDecoder::forward(const PictureContext& context) {
    torch::Tensor x = torch::relu(m_grid(context.state))
                          .view({-1, m_options.channels.front(), m_options.gridSize, m_options.gridSize});
    for (std::size_t i = 0; i < m_stages.size(); ++i) {
        x = m_stages[i]->forward(i == 0 ? x : torch::relu(x));
    }
    return torch::sigmoid(x);
}

} // namespace storyscope::nn
