// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/tag_embedding.h"

#include <torch/torch.h>

namespace storyscope::nn {

TagEmbedding::TagEmbedding(std::int64_t tagCount, std::int64_t size)
    : m_embedding(register_module("embedding", torch::nn::Embedding(tagCount, size))) {}

torch::Tensor TagEmbedding::forward(const torch::Tensor& tags) {
    return torch::matmul(tags, m_embedding->weight) / tags.sum(-1, /*keepdim=*/true).clamp_min(1);
}

} // namespace storyscope::nn
