// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/heads.h"

#include <torch/nn/modules/linear.h>

namespace storyscope::nn {

/// Judges a story by its last temporal state, which has seen every frame.
class LastStateScoreHead final : public StoryScoreHead {
public:
    explicit LastStateScoreHead(std::int64_t size);
    torch::Tensor forward(const torch::Tensor& states) override;

private:
    torch::nn::Linear m_hidden;
    torch::nn::Linear m_output;
};

} // namespace storyscope::nn
