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

torch::Tensor MultiHeadAttention::merged(const torch::Tensor& heads) {
    const torch::Tensor output = mergeHeads(heads);
    return m_merge ? m_merge->forward(output) : output;
}

MultiHeadAttention::Output MultiHeadAttention::forward(const torch::Tensor& x, std::span<const Memory> memories,
                                                       const torch::Tensor& bias, std::int64_t first) {
    const torch::Tensor queries = turned(splitHeads(m_query->forward(x), m_options.heads), first);
    std::vector<torch::Tensor> keys;
    for (const Memory& memory : memories) {
        keys.push_back(memory.keys);
    }
    const torch::Tensor weights = attentionWeights(queries, keys, bias);
    const torch::Tensor used = m_dropout(weights);
    torch::Tensor output;
    std::int64_t column = 0;
    for (const Memory& memory : memories) {
        const std::int64_t columns = memory.values.size(2);
        const torch::Tensor own = memories.size() == 1 ? used : used.narrow(3, column, columns);
        const torch::Tensor part = matmulShared(own, memory.values);
        output = output.defined() ? output + part : part;
        column += columns;
    }
    return {merged(output), weights};
}

torch::Tensor MultiHeadAttention::unseen(const torch::Tensor& x) {
    const torch::Tensor queries = turned(splitHeads(m_query->forward(x), m_options.heads), 0);
    const Memory memory = remember(x);
    return merged(attendUnseen(queries, memory.keys, memory.values));
}

} // namespace storyscope::nn
