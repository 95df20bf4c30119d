// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nn/heads.h"
#include "core/nn/perceptron.h"

#include <memory>

namespace storyscope::nn {

/// Tags from a frame's temporal state alone.
class StateTagHead final : public TagHead {
public:
    /// `perceptron`: from the state's size to the number of tags.
    explicit StateTagHead(const PerceptronOptions& perceptron);
    torch::Tensor forward(const torch::Tensor& patches, const torch::Tensor& summaries,
                          const torch::Tensor& states) override;

private:
    std::shared_ptr<Perceptron> m_perceptron;
};

} // namespace storyscope::nn
