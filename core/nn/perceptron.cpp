// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/perceptron.h"

#include <torch/torch.h>

namespace storyscope::nn {

Perceptron::Perceptron(const PerceptronOptions& options)
    : m_output(options.output), m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {
    for (std::size_t i = 0; i + 1 < options.sizes.size(); ++i) {
        m_layers.push_back(
            register_module("layer" + std::to_string(i), torch::nn::Linear(options.sizes[i], options.sizes[i + 1])));
    }
}

torch::Tensor Perceptron::forward(torch::Tensor x) {
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        x = m_layers[i](x);
        if (i + 1 < m_layers.size() || m_output == PerceptronOptions::Output::Activated) {
            x = m_dropout(torch::relu(x));
        }
    }
    return x;
}

} // namespace storyscope::nn
