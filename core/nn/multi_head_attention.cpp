// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/multi_head_attention.h"

#include "core/nn/attention.h"
#include "core/nn/linear.h"

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
    if (is_training() && m_options.dropout > 0) {
        return forward(x, remember(x), {}).output;
    }
    const torch::Tensor queries = turned(splitHeads(m_query->forward(x), m_options.heads), 0);
    const Memory memory = remember(x);
    return merged(attendUnseen(queries, memory.keys, memory.values));
}

MultiHeadAttention::Look MultiHeadAttention::look(const torch::Tensor& x, std::span<const torch::Tensor> pictures,
                                                  const Memory& text) {
    const std::int64_t heads = m_options.heads;
    const auto perHead = [&](const torch::Tensor& projection) {
        return projection.unflatten(0, std::vector<std::int64_t>{heads, -1});
    };
    const torch::Tensor queries = scaledQueries(splitHeads(m_query->forward(x), heads)).squeeze(2); // (R, heads, d)
    const torch::Tensor asked = products(queries.transpose(0, 1), perHead(m_key->weight())).transpose(0, 1);
    const torch::Tensor alike = (queries * perHead(m_key->bias())).sum(2, /*keepdim=*/true); // for all of a picture
    const torch::Tensor textLogits = text.keys.defined()
                                         ? torch::matmul(text.keys, queries.unsqueeze(3)).squeeze(3) // (R, heads, T)
                                         : torch::empty({x.size(0), heads, 0}, x.options());
    const auto sharing = x.size(0) / static_cast<std::int64_t>(pictures.size());
    const std::vector<std::int64_t> perRow{sharing, heads};
    Look look;
    std::vector<torch::Tensor> found;  // (rows, heads, memorySize)
    std::vector<torch::Tensor> shares; // (rows, heads, 1): of the picture
    std::vector<torch::Tensor> ofText; // (rows, heads, T)
    for (std::size_t which = 0; which < pictures.size(); ++which) {
        const auto own = [&](const torch::Tensor& all) {
            return all.narrow(0, static_cast<std::int64_t>(which) * sharing, sharing);
        };
        const auto asRows = [](const torch::Tensor& all) { return all.flatten(0, 1).unsqueeze(0); };
        const torch::Tensor picture = pictures[which].unsqueeze(0);
        const torch::Tensor logits =
            productsOfTransposed(asRows(own(asked)), picture)[0].unflatten(0, perRow) + own(alike);
        const torch::Tensor weights = torch::softmax(torch::cat({logits, own(textLogits)}, 2), -1);
        const torch::Tensor ofPicture = weights.narrow(2, 0, picture.size(1)).contiguous();
        found.push_back(products(asRows(ofPicture), picture)[0].unflatten(0, perRow));
        shares.push_back(ofPicture.sum(2, /*keepdim=*/true));
        ofText.push_back(weights.narrow(2, picture.size(1), weights.size(2) - picture.size(1)));
        look.weights.push_back(ofPicture);
    }
    torch::Tensor values =
        productsOfTransposed(torch::cat(found).transpose(0, 1), perHead(m_value->weight())).transpose(0, 1) +
        torch::cat(shares) * perHead(m_value->bias()); // (R, heads, d)
    if (text.values.defined()) {
        values = values + torch::matmul(torch::cat(ofText).unsqueeze(2), text.values).squeeze(2);
    }
    look.output = merged(values.unsqueeze(2));
    return look;
}

} // namespace storyscope::nn
