// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/feed_forward.h"

#include <torch/torch.h>

namespace storyscope::nn {

FeedForward::FeedForward(const FeedForwardOptions& options) : m_activation(options.activation) {
    if (options.normEpsilon) {
        const auto norm = torch::nn::LayerNormOptions({options.size}).eps(*options.normEpsilon);
        m_norm = register_module("norm", torch::nn::LayerNorm(norm));
    }
    m_expand = register_module("expand", std::make_shared<TokenLinear>(options.size, options.innerSize));
    m_contract = register_module("contract", std::make_shared<TokenLinear>(options.innerSize, options.size));
    m_dropout = register_module("dropout", torch::nn::Dropout(options.dropout));
}

FeedForward::FeedForward(std::int64_t size, std::int64_t innerSize, double dropout)
    : FeedForward(FeedForwardOptions{.size = size, .innerSize = innerSize, .dropout = dropout}) {}

torch::Tensor FeedForward::forward(const torch::Tensor& x) {
    torch::Tensor inner = m_expand->forward(m_norm.is_empty() ? x : m_norm(x));
    return m_dropout(m_contract->forward(activated(std::move(inner), m_activation)));
}

} // namespace storyscope::nn
