// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/embedding.h>

namespace storyscope::nn {

/// Tags as input: a learned vector per tag, averaged over the tags that a frame has; 0 where it has none.
class TagEmbedding final : public torch::nn::Module {
public:
    TagEmbedding(std::int64_t tagCount, std::int64_t size);

    /// (B, K, N) float32, 0 or 1 → (B, K, size) float32.
    torch::Tensor forward(const torch::Tensor& tags);
    std::int64_t size() const { return m_embedding->options.embedding_dim(); }

private:
    torch::nn::Embedding m_embedding;
};

} // namespace storyscope::nn
