// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/feed_forward.h"

#include <torch/torch.h>

namespace storyscope::nn {

FeedForward::FeedForward(std::int64_t size, std::int64_t innerSize, double dropout)
    : m_norm(register_module("norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({size})))),
      m_expand(register_module("expand", std::make_shared<TokenLinear>(size, innerSize))),
      m_contract(register_module("contract", std::make_shared<TokenLinear>(innerSize, size))),
      m_dropout(register_module("dropout", torch::nn::Dropout(dropout))) {}

torch::Tensor FeedForward::forward(const torch::Tensor& x) {
    return m_dropout(m_contract->forward(torch::gelu(m_expand->forward(m_norm(x)))));
}

} // namespace storyscope::nn
