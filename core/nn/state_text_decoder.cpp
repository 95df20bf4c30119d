// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/state_text_decoder.h"

#include <torch/torch.h>

namespace storyscope::nn {

StateTextDecoder::StateTextDecoder(const StateTextDecoderOptions& options)
    : m_options(options),
      m_embedding(register_module("embedding", torch::nn::Embedding(options.vocabularySize, options.embeddingSize))),
      m_gru(register_module(
          "gru", torch::nn::GRU(torch::nn::GRUOptions(options.embeddingSize, options.size).batch_first(true)))),
      m_output(register_module("output", std::make_shared<TokenLinear>(options.size, options.vocabularySize))) {}

TextMemory StateTextDecoder::remember(const torch::Tensor& patches, std::int64_t, const std::stop_token&) {
    return {.keys = {}, .values = {}, .frames = patches.size(1), .cells = patches.size(3) * patches.size(4)};
}

TextOutput StateTextDecoder::forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory&) {
    const torch::Tensor words = m_embedding(tokens.flatten(0, 1));
    const torch::Tensor begun = states.flatten(0, 1).unsqueeze(0).contiguous();
    const torch::Tensor hidden = std::get<0>(m_gru(words, begun));
    return {.hidden = hidden.unflatten(0, {tokens.size(0), tokens.size(1)}), .attention = {}};
}

torch::Tensor StateTextDecoder::logits(const torch::Tensor& hidden) {
    return m_output->forward(hidden.unsqueeze(0)).squeeze(0);
}

TextCache StateTextDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    TextCache cache;
    cache.recurrent = {state.unsqueeze(0).repeat({rows, 1})};
    cache.state = state.unsqueeze(0).expand({rows, -1});
    cache.frame = frame;
    return cache;
}

TextStep StateTextDecoder::step(const torch::Tensor& tokens, const TextMemory&, TextCache& cache) {
    const auto [hidden, last] = m_gru(m_embedding(tokens.unsqueeze(1)), cache.recurrent[0].unsqueeze(0));
    cache.recurrent[0] = last.squeeze(0);
    ++cache.position;
    return {.logits = logits(hidden.squeeze(1)), .attention = {}};
}

} // namespace storyscope::nn
