// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/attention.h"

#include <torch/torch.h>

#include <cmath>
#include <limits>

namespace storyscope::nn {

torch::Tensor splitHeads(const torch::Tensor& x, std::int64_t heads) {
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

torch::Tensor mergeHeads(const torch::Tensor& x) {
    return x.transpose(1, 2).reshape({x.size(0), x.size(2), x.size(1) * x.size(3)});
}

torch::Tensor attentionWeights(const torch::Tensor& queries, const torch::Tensor& keys, const torch::Tensor& bias) {
    const double scale = 1.0 / std::sqrt(static_cast<double>(queries.size(-1)));
    torch::Tensor logits = torch::matmul(queries * scale, keys.transpose(-2, -1));
    if (bias.defined()) {
        logits = logits.add_(bias); // in place: the largest tensor of a step is not held twice
    }
    return torch::softmax(logits, -1);
}

Attended attend(const torch::Tensor& queries, const torch::Tensor& keys, const torch::Tensor& values,
                const torch::Tensor& bias) {
    torch::Tensor weights = attentionWeights(queries, keys, bias);
    torch::Tensor output = torch::matmul(weights, values);
    return {output, weights};
}

torch::Tensor causalBias(std::int64_t length, torch::Device device) {
    const torch::Tensor hidden = torch::full({length, length}, -std::numeric_limits<float>::infinity(), device);
    return torch::triu(hidden, 1);
}

} // namespace storyscope::nn
