// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/teacher_forcing.h"

#include <torch/torch.h>

namespace storyscope::nn {

torch::Tensor ForcedTokens::real(const torch::Tensor& perInput) const {
    return perInput.flatten(0, -2).index_select(0, positions);
}

ForcedTokens forcedTokens(const torch::Tensor& texts, std::int64_t padId) {
    const std::int64_t length = texts.size(-1) - 1;
    const torch::Tensor answers = texts.narrow(-1, 1, length).flatten();
    ForcedTokens forced;
    forced.inputs = texts.narrow(-1, 0, length).contiguous();
    forced.positions = answers.ne(padId).nonzero().squeeze(1);
    forced.targets = answers.index_select(0, forced.positions);
    return forced;
}

} // namespace storyscope::nn
