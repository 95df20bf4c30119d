// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/multi_head_attention.h"

#include "core/nn/attention.h"

#include <torch/torch.h>

namespace storyscope::nn {

using Projections = MultiHeadAttentionOptions::Projections;

MultiHeadAttention::MultiHeadAttention(const MultiHeadAttentionOptions& options)
    : m_options(options), m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {
    const bool full = options.projections == Projections::Full;
    const auto bias = full ? TokenLinear::Bias::Added : TokenLinear::Bias::None;
    const auto from = [&](std::int64_t size) { return std::make_shared<TokenLinear>(size, options.size, bias); };
    const std::int64_t memorySize = options.memorySize > 0 ? options.memorySize : options.size;
    m_query = register_module("query", from(options.size));
    m_key = register_module("key", from(memorySize));
    m_value = register_module("value", from(memorySize));
    if (full) {
        m_merge = register_module("merge", from(options.size));
    }
}

torch::Tensor MultiHeadAttention::turned(const torch::Tensor& heads, std::int64_t first) const {
    return m_options.rotary ? rotated(heads, first, *m_options.rotary) : heads;
}

MultiHeadAttention::Memory MultiHeadAttention::remember(const torch::Tensor& x, std::int64_t first) {
    return {.keys = turned(splitHeads(m_key->forward(x), m_options.heads), first),
            .values = splitHeads(m_value->forward(x), m_options.heads)};
}

MultiHeadAttention::Output MultiHeadAttention::forward(const torch::Tensor& x, const Memory& memory,
                                                       const torch::Tensor& bias, std::int64_t first) {
    const torch::Tensor queries = turned(splitHeads(m_query->forward(x), m_options.heads), first);
    const torch::Tensor weights = attentionWeights(queries, memory.keys, bias);
    const torch::Tensor output = mergeHeads(torch::matmul(m_dropout(weights), memory.values));
    return {m_merge ? m_merge->forward(output) : output, weights};
}

} // namespace storyscope::nn
