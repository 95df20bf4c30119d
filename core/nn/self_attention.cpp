// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/self_attention.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

SelfAttention::SelfAttention(std::int64_t size, std::int64_t heads, double dropout)
    : m_heads(heads), m_norm(register_module("norm", layerNorm(size))),
      m_project(register_module("project", std::make_shared<TokenLinear>(size, 3 * size))),
      m_merge(register_module("merge", std::make_shared<TokenLinear>(size, size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(dropout))) {}

SelfAttention::Output SelfAttention::forward(const torch::Tensor& x) {
    const std::vector<torch::Tensor> parts = m_project->forward(m_norm(x)).chunk(3, -1);
    const Attended attended =
        attend(splitHeads(parts[0].contiguous(), m_heads), splitHeads(parts[1].contiguous(), m_heads),
               splitHeads(parts[2].contiguous(), m_heads), causalBias(x.size(1), x.device()));
    return {m_dropout(m_merge->forward(mergeHeads(attended.output))), attended.weights};
}

torch::Tensor SelfAttention::step(const torch::Tensor& x, torch::Tensor& keys, torch::Tensor& values) {
    const std::vector<torch::Tensor> parts = m_project->forward(m_norm(x)).chunk(3, -1);
    const torch::Tensor key = splitHeads(parts[1].contiguous(), m_heads);
    const torch::Tensor value = splitHeads(parts[2].contiguous(), m_heads);
    keys = keys.defined() ? torch::cat({keys, key}, 2) : key;
    values = values.defined() ? torch::cat({values, value}, 2) : value;
    const Attended attended = attend(splitHeads(parts[0].contiguous(), m_heads), keys, values, {});
    return m_dropout(m_merge->forward(mergeHeads(attended.output)));
}

} // namespace storyscope::nn
