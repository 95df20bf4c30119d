// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>

#include <cstdint>
#include <vector>

namespace storyscope::nn {

struct PerceptronOptions {
    enum class Output {
        Linear,    ///< the last layer's output as it is
        Activated, ///< with ReLU and dropout, as after the others
    };

    std::vector<std::int64_t> sizes; ///< of the input and of each layer's output; at least two
    Output output = Output::Linear;
    double dropout = 0;
};

/// Linear layers with ReLU and dropout between them.
class Perceptron : public torch::nn::Module {
public:
    explicit Perceptron(const PerceptronOptions& options);

    /// (…, sizes.front()) float32 → (…, sizes.back()).
    torch::Tensor forward(torch::Tensor x);

private:
    PerceptronOptions::Output m_output;
    std::vector<torch::nn::Linear> m_layers;
    torch::nn::Dropout m_dropout;
};

} // namespace storyscope::nn
