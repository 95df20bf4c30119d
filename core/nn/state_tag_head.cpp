// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/state_tag_head.h"

#include <torch/torch.h>

namespace storyscope::nn {

StateTagHead::StateTagHead(const PerceptronOptions& perceptron)
    : m_perceptron(register_module("perceptron", std::make_shared<Perceptron>(perceptron))) {}

torch::Tensor StateTagHead::forward(const torch::Tensor&, const torch::Tensor&, const torch::Tensor& states) {
    return m_perceptron->forward(states);
}

} // namespace storyscope::nn
