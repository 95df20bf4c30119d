// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/attention.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <cmath>
#include <limits>

namespace storyscope::nn {

namespace {

double scaleOf(const torch::Tensor& queries) {
    return 1.0 / std::sqrt(static_cast<double>(queries.size(-1)));
}

} // namespace

torch::Tensor splitHeads(const torch::Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

torch::Tensor mergeHeads(const torch::Tensor& x) {
    return x.transpose(1, 2).reshape({x.size(0), x.size(2), x.size(1) * x.size(3)});
}

torch::Tensor scaledQueries(const torch::Tensor& queries) {
    return queries * scaleOf(queries);
}

torch::Tensor matmulShared(const torch::Tensor& rows, const torch::Tensor& shared) {
    const std::int64_t sharing = rows.size(0) / shared.size(0);
    if (sharing == 1) {
        return torch::matmul(rows, shared);
    }
    const std::vector<std::int64_t> perShared{shared.size(0), sharing};
    const std::vector<std::int64_t> perRow{sharing, rows.size(2)};
    const torch::Tensor asked = rows.unflatten(0, perShared).transpose(1, 2).flatten(2, 3); // (B, heads, N/B·Q, a)
    return torch::matmul(asked, shared).unflatten(2, perRow).transpose(1, 2).flatten(0, 1);
}

torch::Tensor attentionWeights(const torch::Tensor& queries, const std::vector<torch::Tensor>& keys,
                               const torch::Tensor& bias) {
    const torch::Tensor scaled = scaledQueries(queries);
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor& part : keys) {
        parts.push_back(matmulShared(scaled, part.transpose(-2, -1)));
    }
    torch::Tensor logits = parts.size() == 1 ? parts.front() : torch::cat(parts, 3);
    if (bias.defined()) {
        logits = logits.add_(bias); // in place: the largest tensor of a step is not held twice
    }
    return torch::softmax(logits, -1);
}

Attended attend(const torch::Tensor& queries, const torch::Tensor& keys, const torch::Tensor& values,
                const torch::Tensor& bias) {
    torch::Tensor weights = attentionWeights(queries, {keys}, bias);
    torch::Tensor output = torch::matmul(weights, values);
    return {output, weights};
}

/// Head by head, each on one thread.
torch::Tensor attendUnseen(const torch::Tensor& queries, const torch::Tensor& keys, const torch::Tensor& values) {
    if (torch::GradMode::is_enabled() || !queries.device().is_cpu()) {
        return attend(queries, keys, values, {}).output;
    }
    constexpr std::int64_t queriesAtOnce = 768;
    const std::int64_t heads = queries.size(1);
    const torch::Tensor output =
        torch::empty({queries.size(0), queries.size(2), heads, values.size(3)}, values.options()).transpose(1, 2);
    const torch::Tensor nothing = torch::zeros({1}, values.options());
    at::parallel_for(0, queries.size(0) * heads, 1, [&](std::int64_t begin, std::int64_t end) {
        const torch::NoGradGuard noGradients; // counts for each thread by itself
        for (std::int64_t i = begin; i < end; ++i) {
            const auto of = [&](const torch::Tensor& all) { return all[i / heads][i % heads]; };
            const torch::Tensor columns = of(keys).t();
            const std::vector<torch::Tensor> parts = of(queries).split(queriesAtOnce);
            std::vector<torch::Tensor> results = of(output).split(queriesAtOnce);
            for (std::size_t part = 0; part < parts.size(); ++part) {
                const torch::Tensor logits = torch::addmm(nothing, parts[part], columns, 0, scaleOf(queries));
                torch::mm_out(results[part], torch::softmax(logits, -1), of(values));
            }
        }
    });
    return output;
}

torch::Tensor causalBias(std::int64_t length, torch::Device device) {
    const torch::Tensor hidden = torch::full({length, length}, -std::numeric_limits<float>::infinity(), device);
    return torch::triu(hidden, 1);
}

} // namespace storyscope::nn
