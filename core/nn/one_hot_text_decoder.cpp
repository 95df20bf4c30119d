// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/one_hot_text_decoder.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::nn {

OneHotTextDecoder::OneHotTextDecoder(const OneHotTextDecoderOptions& options)
    : m_options(options), m_dropout(register_module("dropout", torch::nn::Dropout(options.dropout))) {
    const double limit = 1 / std::sqrt(static_cast<double>(options.size)); // where torch::nn::LSTM begins
    const auto parameter = [&](const char* name, const std::vector<std::int64_t>& shape) {
        return register_parameter(name, torch::empty(shape).uniform_(-limit, limit));
    };
    const std::int64_t gates = 4 * options.size;
    m_contextRows = parameter("context_rows", {options.size, gates});
    m_wordRows = parameter("word_rows", {options.vocabularySize, gates});
    m_hiddenRows = parameter("hidden_rows", {options.size, gates});
    m_inputBias = parameter("input_bias", {gates});
    m_hiddenBias = parameter("hidden_bias", {gates});
    if (options.layers > 1) {
        m_upper = register_module("upper", torch::nn::LSTM(torch::nn::LSTMOptions(options.size, options.size)
                                                               .num_layers(options.layers - 1)
                                                               .dropout(options.layers > 2 ? options.dropout : 0)
                                                               .batch_first(true)));
    }
    m_output = register_module("output", std::make_shared<TokenLinear>(options.size, options.vocabularySize));
}

torch::Tensor OneHotTextDecoder::inputWeights() const {
    return torch::cat({m_contextRows, m_wordRows}).t();
}

TextMemory OneHotTextDecoder::remember(const torch::Tensor& patches, std::int64_t, const std::stop_token&) {
    return {.keys = {}, .values = {}, .frames = patches.size(1), .cells = patches.size(3) * patches.size(4)};
}

torch::Tensor OneHotTextDecoder::contextGates(const torch::Tensor& states) const {
    return torch::addmm(m_inputBias + m_hiddenBias, states, m_contextRows);
}

OneHotTextDecoder::Cell OneHotTextDecoder::firstLayer(const torch::Tensor& inputGates, const Cell& last) const {
    const std::vector<torch::Tensor> gates = torch::addmm(inputGates, last.hidden, m_hiddenRows).chunk(4, 1);
    const torch::Tensor cell = torch::sigmoid(gates[1]) * last.cell + torch::sigmoid(gates[0]) * torch::tanh(gates[2]);
    return {.hidden = torch::sigmoid(gates[3]) * torch::tanh(cell), .cell = cell};
}

TextOutput OneHotTextDecoder::forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory&) {
    const torch::Tensor begun = states.flatten(0, 1);
    const torch::Tensor gates =
        torch::embedding(m_wordRows, tokens.flatten(0, 1)) + contextGates(begun).unsqueeze(1); // (N, T, 4 · D)
    Cell last{.hidden = begun, .cell = torch::zeros_like(begun)};
    std::vector<torch::Tensor> outputs;
    for (const torch::Tensor& inputGates : gates.unbind(1)) {
        last = firstLayer(inputGates, last);
        outputs.push_back(last.hidden);
    }
    torch::Tensor hidden = torch::stack(outputs, 1);
    if (m_upper) {
        const torch::Tensor first = begun.unsqueeze(0).repeat({m_options.layers - 1, 1, 1});
        hidden = std::get<0>(m_upper(m_dropout(hidden), std::tuple(first, torch::zeros_like(first))));
    }
    return {.hidden = hidden.unflatten(0, {tokens.size(0), tokens.size(1)}), .attention = {}};
}

torch::Tensor OneHotTextDecoder::logits(const torch::Tensor& hidden) {
    return m_output->forward(hidden.unsqueeze(0)).squeeze(0);
}

TextCache OneHotTextDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    TextCache cache;
    cache.state = state.unsqueeze(0).repeat({rows, 1});
    cache.recurrent.assign(static_cast<std::size_t>(m_options.layers), cache.state);
    cache.recurrent.resize(static_cast<std::size_t>(2 * m_options.layers), torch::zeros_like(cache.state));
    cache.frame = frame;
    return cache;
}

TextStep OneHotTextDecoder::step(const torch::Tensor& tokens, const TextMemory&, TextCache& cache) {
    const auto layers = static_cast<std::ptrdiff_t>(m_options.layers);
    const auto hiddens = cache.recurrent.begin();
    const auto cells = hiddens + layers;
    const Cell first = firstLayer(torch::embedding(m_wordRows, tokens) + contextGates(cache.state),
                                  {.hidden = hiddens[0], .cell = cells[0]});
    hiddens[0] = first.hidden;
    cells[0] = first.cell;
    torch::Tensor hidden = first.hidden;
    if (m_upper) {
        const auto above = [&](const auto& begin) {
            return torch::stack(std::vector<torch::Tensor>(begin + 1, begin + layers));
        };
        const auto [output, last] = m_upper(m_dropout(hidden).unsqueeze(1), std::tuple(above(hiddens), above(cells)));
        hidden = output.squeeze(1);
        for (std::ptrdiff_t layer = 1; layer < layers; ++layer) {
            hiddens[layer] = std::get<0>(last)[layer - 1];
            cells[layer] = std::get<1>(last)[layer - 1];
        }
    }
    ++cache.position;
    return {.logits = logits(hidden), .attention = {}};
}

} // namespace storyscope::nn
