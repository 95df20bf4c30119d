// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/clip_decoder.h"

#include "core/nn/attention.h"
#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

std::shared_ptr<MultiHeadAttention> attention(std::int64_t size, std::int64_t heads, std::optional<RotaryPairs> rotary,
                                              double dropout) {
    return std::make_shared<MultiHeadAttention>(
        MultiHeadAttentionOptions{.size = size,
                                  .heads = heads,
                                  .projections = MultiHeadAttentionOptions::Projections::Bare,
                                  .rotary = rotary,
                                  .dropout = dropout});
}

torch::Tensor grown(const torch::Tensor& known, const torch::Tensor& added) {
    return known.defined() ? torch::cat({known, added}, 2) : added;
}

} // namespace

ClipDecoder::ClipDecoder(const ClipDecoderOptions& options)
    : m_options(options),
      m_tokens(register_module("tokens", torch::nn::Embedding(options.vocabularySize, options.stemSize))),
      m_stemNorm(register_module("stem_norm", layerNorm(options.stemSize))),
      m_stemAttention(register_module("stem_attention",
                                      attention(options.stemSize, options.stemHeads, options.rotary, options.dropout))),
      m_stemOutput(register_module("stem_output", std::make_shared<TokenLinear>(options.stemSize, options.size))),
      m_norm(register_module("norm", layerNorm(options.size))),
      m_output(register_module("output", std::make_shared<TokenLinear>(options.size, options.vocabularySize))) {
    if (!options.rotary) {
        m_positions = register_module("positions", torch::nn::Embedding(options.maximumTokens, options.stemSize));
    }
    for (std::int64_t i = 0; i < options.layers; ++i) {
        const std::string name = "layer" + std::to_string(i);
        m_layers.push_back(
            {.queryNorm = register_module(name + "_query_norm", layerNorm(options.size)),
             .cross = register_module(name + "_cross", attention(options.size, options.heads, {}, options.dropout)),
             .feedForward =
                 register_module(name + "_feed_forward",
                                 std::make_shared<FeedForward>(options.size, options.innerSize, options.dropout))});
    }
}

torch::Tensor ClipDecoder::embedded(const torch::Tensor& tokens, std::int64_t first) {
    const torch::Tensor words = m_tokens(tokens);
    return m_positions.is_empty() ? words : words + m_positions->weight.narrow(0, first, tokens.size(1));
}

torch::Tensor ClipDecoder::queries(const Layer& layer, const torch::Tensor& x) const {
    torch::nn::LayerNorm queryNorm = layer.queryNorm;
    return m_options.queries == ClipDecoderOptions::Queries::Normalized ? queryNorm(x) : x;
}

torch::Tensor ClipDecoder::stem(const torch::Tensor& tokens) {
    const torch::Tensor x = embedded(tokens, 0);
    const torch::Tensor normed = m_stemNorm(x);
    const MultiHeadAttention::Output looked = m_stemAttention->forward(normed, m_stemAttention->remember(normed),
                                                                       causalBias(tokens.size(1), tokens.device()));
    return m_stemOutput->forward(x + looked.output);
}

TextMemory ClipDecoder::remember(const torch::Tensor& patches, std::int64_t, const std::stop_token&) {
    const torch::Tensor states = patches.flatten(2);
    TextMemory memory{.keys = {}, .values = {}, .frames = states.size(1), .cells = 1};
    for (const Layer& layer : m_layers) {
        MultiHeadAttention::Memory remembered = layer.cross->remember(states);
        memory.keys.push_back(std::move(remembered.keys));
        memory.values.push_back(std::move(remembered.values));
    }
    return memory;
}

TextOutput ClipDecoder::forwardStem(torch::Tensor x, const TextMemory& memory) {
    const torch::Tensor bias = clipBias(m_options.sight, 0, x.size(1), memory.frames, x.device());
    torch::Tensor weights;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const MultiHeadAttention::Output looked =
            m_layers[i].cross->forward(queries(m_layers[i], x), {memory.keys[i], memory.values[i]}, bias);
        weights = looked.weights;
        x = x + looked.output;
        x = x + m_layers[i].feedForward->forward(x);
    }
    return {.hidden = x.unsqueeze(1), .attention = weights.unsqueeze(2)};
}

TextOutput ClipDecoder::forward(const torch::Tensor& tokens, const torch::Tensor&, const TextMemory& memory) {
    return forwardStem(stem(tokens.squeeze(1)), memory);
}

torch::Tensor ClipDecoder::logits(const torch::Tensor& hidden) {
    return m_output->forward(m_norm(hidden).unsqueeze(0)).squeeze(0);
}

TextCache ClipDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    TextCache cache;
    cache.keys.resize(1);
    cache.values.resize(1);
    cache.state = state.unsqueeze(0).expand({rows, -1});
    cache.frame = frame;
    return cache;
}

TextStep ClipDecoder::step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) {
    torch::Tensor x = embedded(tokens.unsqueeze(1), cache.position); // (R, 1, stem)
    const torch::Tensor normed = m_stemNorm(x);
    const MultiHeadAttention::Memory added = m_stemAttention->remember(normed, cache.position);
    cache.keys[0] = grown(cache.keys[0], added.keys);
    cache.values[0] = grown(cache.values[0], added.values);
    x = x + m_stemAttention->forward(normed, {cache.keys[0], cache.values[0]}, {}, cache.position).output;
    x = m_stemOutput->forward(x).transpose(0, 1); // (1, R, D): the rows share keys and values
    const torch::Tensor bias = clipBias(m_options.sight, cache.position, 1, memory.frames, x.device());
    std::vector<torch::Tensor> attention;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const MultiHeadAttention::Output looked =
            m_layers[i].cross->forward(queries(m_layers[i], x), {memory.keys[i], memory.values[i]}, bias);
        attention.push_back(looked.weights.squeeze(0).transpose(0, 1)); // (R, heads, K)
        x = x + looked.output;
        x = x + m_layers[i].feedForward->forward(x);
    }
    ++cache.position;
    return {.logits = logits(x.squeeze(0)), .attention = torch::stack(attention)};
}

} // namespace storyscope::nn
