// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/clip_encoder.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

#include <limits>

namespace storyscope::nn {

torch::Tensor clipBias(ClipSight sight, std::int64_t first, std::int64_t queries, std::int64_t frames,
                       torch::Device device) {
    if (sight == ClipSight::Everything) {
        return {};
    }
    const torch::Tensor hidden = torch::full({queries, frames}, -std::numeric_limits<float>::infinity(), device);
    return torch::triu(hidden, first + 1);
}

ClipEncoder::ClipEncoder(const ClipEncoderOptions& options)
    : m_options(options), m_attentionNorm(register_module("attention_norm", layerNorm(options.size))),
      m_attention(register_module("attention", std::make_shared<MultiHeadAttention>(MultiHeadAttentionOptions{
                                                   .size = options.size,
                                                   .heads = options.heads,
                                                   .projections = MultiHeadAttentionOptions::Projections::Bare,
                                                   .rotary = options.rotary,
                                                   .dropout = options.dropout}))),
      m_linearNorm(register_module("linear_norm", layerNorm(options.size))),
      m_linear(register_module("linear", torch::nn::Linear(options.size, options.size))),
      m_norm(register_module("norm", layerNorm(options.size))),
      m_output(register_module("output", torch::nn::Linear(options.size, options.outputSize))) {
    if (!options.rotary) {
        m_positions = register_module("positions", torch::nn::Embedding(options.maximumFrames, options.size));
    }
}

ClipEncoder::Output ClipEncoder::forward(const torch::Tensor& summaries, std::int64_t firstPosition) {
    const std::int64_t frames = summaries.size(1);
    torch::Tensor x = summaries;
    if (!m_positions.is_empty()) {
        x = x + m_positions->weight.narrow(0, firstPosition, frames);
    }
    const torch::Tensor normed = m_attentionNorm(x);
    const MultiHeadAttention::Output looked =
        m_attention->forward(normed, m_attention->remember(normed, firstPosition),
                             clipBias(m_options.sight, 0, frames, frames, x.device()), firstPosition);
    x = x + looked.output;
    x = x + m_linear(m_linearNorm(x));
    return {.states = m_output(m_norm(x)), .attention = looked.weights};
}

} // namespace storyscope::nn
