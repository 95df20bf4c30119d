// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/vision_layer.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

VisionLayer::VisionLayer(const VisionTransformerOptions& options)
    : m_norm(register_module("norm", layerNorm(options.size, options.normEpsilon))),
      m_attention(register_module("attention", std::make_shared<MultiHeadAttention>(MultiHeadAttentionOptions{
                                                   .size = options.size, .heads = options.heads, .rotary = {}}))),
      m_feedForward(register_module(
          "feed_forward", std::make_shared<FeedForward>(FeedForwardOptions{.size = options.size,
                                                                           .innerSize = options.innerSize,
                                                                           .activation = options.activation,
                                                                           .normEpsilon = options.normEpsilon}))) {}

MultiHeadAttention::Output VisionLayer::forward(const torch::Tensor& x) {
    const torch::Tensor normed = m_norm(x);
    const MultiHeadAttention::Output looked = m_attention->forward(normed, m_attention->remember(normed), {});
    const torch::Tensor inner = x + looked.output;
    return {inner + m_feedForward->forward(inner), looked.weights};
}

torch::Tensor VisionLayer::unseen(const torch::Tensor& x) {
    const torch::Tensor inner = m_attention->unseen(m_norm(x)).add_(x);
    return m_feedForward->forward(inner).add_(inner);
}

} // namespace storyscope::nn
