// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/temporal_transformer.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

TemporalTransformer::TemporalTransformer(const TemporalTransformerOptions& options)
    : m_positions(register_parameter("positions", 0.2 * torch::randn({options.maximumFrames, options.size}))),
      m_norm(register_module("norm", layerNorm(options.size))) {
    for (std::int64_t layer = 0; layer < options.layers; ++layer) {
        const std::string name = "layer" + std::to_string(layer);
        m_attention.push_back(register_module(
            name + "_attention", std::make_shared<SelfAttention>(options.size, options.heads, options.dropout)));
        m_feedForward.push_back(register_module(
            name + "_feed_forward", std::make_shared<FeedForward>(options.size, options.innerSize, options.dropout)));
    }
}

TemporalStates TemporalTransformer::forward(const torch::Tensor& summaries, std::int64_t firstPosition) {
    TemporalStates result;
    torch::Tensor x = summaries + m_positions.narrow(0, firstPosition, summaries.size(1));
    for (std::size_t layer = 0; layer < m_attention.size(); ++layer) {
        const SelfAttention::Output attended = m_attention[layer]->forward(x);
        result.attention.push_back(attended.weights);
        x = x + attended.output;
        x = x + m_feedForward[layer]->forward(x);
    }
    result.states = m_norm(x);
    return result;
}

} // namespace storyscope::nn
