// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/cross_attention.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

CrossAttention::CrossAttention(std::int64_t size, std::int64_t heads, std::int64_t patchChannels, double dropout)
    : m_heads(heads), m_norm(register_module("norm", layerNorm(size))),
      m_query(register_module("query", std::make_shared<TokenLinear>(size, size))),
      m_keyValue(register_module("key_value", torch::nn::Conv2d(torch::nn::Conv2dOptions(patchChannels, 2 * size, 1)))),
      m_merge(register_module("merge", std::make_shared<TokenLinear>(size, size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(dropout))) {}

std::pair<torch::Tensor, torch::Tensor> CrossAttention::remember(const torch::Tensor& patches) {
    const std::int64_t stories = patches.size(0);
    const std::int64_t frames = patches.size(1);
    const torch::Tensor both = m_keyValue(patches.flatten(0, 1)); // (B·K, 2 · size, G, G)
    const std::int64_t cells = both.size(2) * both.size(3);
    const torch::Tensor split = both.view({stories, frames, 2, m_heads, -1, cells}).permute({2, 0, 3, 1, 5, 4});
    const torch::Tensor flat = split.reshape({2, stories, m_heads, frames * cells, -1});
    return {flat[0], flat[1]};
}

CrossAttention::Output CrossAttention::forward(const torch::Tensor& x, const torch::Tensor& keys,
                                               const torch::Tensor& values, const torch::Tensor& bias) {
    const Attended attended = attend(splitHeads(m_query->forward(m_norm(x)), m_heads), keys, values, bias);
    return {m_dropout(m_merge->forward(mergeHeads(attended.output))), attended.weights};
}

} // namespace storyscope::nn
