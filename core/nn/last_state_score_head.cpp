// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/last_state_score_head.h"

#include <torch/torch.h>

namespace storyscope::nn {

LastStateScoreHead::LastStateScoreHead(std::int64_t size)
    : m_hidden(register_module("hidden", torch::nn::Linear(size, size))),
      m_output(register_module("output", torch::nn::Linear(size, 1))) {}

torch::Tensor LastStateScoreHead::forward(const torch::Tensor& states) {
    return m_output(torch::gelu(m_hidden(states.select(1, -1)))).squeeze(-1);
}

} // namespace storyscope::nn
