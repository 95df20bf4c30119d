// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/distilbert.h"

#include "core/base/error.h"

#include <torch/torch.h>

#include <limits>

namespace storyscope::nn {

namespace {

/// What hides the columns that `mask` leaves out, (N, 1, 1, T). Finite: a text of padding alone reads all of it.
torch::Tensor hidingBias(const torch::Tensor& mask) {
    if (!mask.defined()) {
        return {};
    }
    return (mask == 0).to(torch::kFloat32).mul_(std::numeric_limits<float>::lowest()).unsqueeze(1).unsqueeze(1);
}

} // namespace

DistilBert::DistilBert(const DistilBertOptions& options)
    : m_options(options), m_embeddings(register_module("embeddings", std::make_shared<DistilBertEmbeddings>(options))) {
    torch::nn::ModuleList layers;
    for (std::int64_t layer = 0; layer < options.layers; ++layer) {
        m_layers.push_back(std::make_shared<DistilBertLayer>(options));
        layers->push_back(m_layers.back());
    }
    const auto transformer = std::make_shared<torch::nn::Module>("transformer");
    transformer->register_module("layer", layers);
    register_module("transformer", transformer);
}

torch::Tensor DistilBert::forward(const torch::Tensor& tokens, const torch::Tensor& mask) {
    return read(tokens, mask).hidden.back();
}

ReadTexts DistilBert::read(const torch::Tensor& tokens, const torch::Tensor& mask) {
    return readWords(words(tokens), mask);
}

ReadTexts DistilBert::readWords(const torch::Tensor& words, const torch::Tensor& mask) {
    if (words.size(1) > m_options.positions) {
        throw Error(ErrorCode::Mismatch, "A text of " + std::to_string(words.size(1)) +
                                             " tokens is too long for a text encoder that reads up to " +
                                             std::to_string(m_options.positions));
    }
    const torch::Tensor bias = hidingBias(mask);
    ReadTexts result;
    result.hidden.push_back(m_embeddings->forward(words));
    for (const auto& layer : m_layers) {
        const DistilBertAttention::Output output = layer->forward(result.hidden.back(), bias);
        result.hidden.push_back(output.output);
        result.attention.push_back(output.weights);
    }
    return result;
}

} // namespace storyscope::nn
