// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/gpt2_decoder.h"

#include "core/nn/caption_memory.h"
#include "core/nn/layer_norm.h"
#include "core/nn/linear.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

constexpr double spread = 0.02; // of the tables' first values, as the paper's authors have it

torch::nn::Embedding table(std::int64_t rows, std::int64_t size) {
    torch::nn::Embedding made(rows, size);
    torch::nn::init::normal_(made->weight, 0, spread);
    return made;
}

} // namespace

Gpt2Decoder::Gpt2Decoder(const Gpt2DecoderOptions& options)
    : m_options(withCheckedHeads(options)),
      m_words(register_module("words", table(options.vocabularySize, options.layer.size))),
      m_positions(register_module("positions", table(options.positions, options.layer.size))),
      m_norm(register_module("norm", layerNorm(options.layer.size, options.layer.normEpsilon))),
      m_dropout(register_module("dropout", torch::nn::Dropout(options.layer.dropout))) {
    if (options.pictureSize != options.layer.size) {
        m_picture = register_module("picture", std::make_shared<TokenLinear>(options.pictureSize, options.layer.size));
    }
    torch::nn::ModuleList layers;
    for (std::int64_t layer = 0; layer < options.layers; ++layer) {
        m_layers.push_back(std::make_shared<Gpt2Layer>(options.layer));
        layers->push_back(m_layers.back());
    }
    register_module("layers", layers);
}

torch::Tensor Gpt2Decoder::embedded(const torch::Tensor& tokens, std::int64_t first) {
    const std::int64_t end = first + tokens.size(1);
    checkLength(end, m_options.positions);
    const torch::Tensor places = torch::arange(first, end, tokens.options().dtype(torch::kInt64));
    return m_dropout(m_words(tokens) + m_positions(places));
}

WrittenTexts Gpt2Decoder::write(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory) {
    const torch::Tensor bias = hidingBias(tokens, mask);
    WrittenTexts written;
    torch::Tensor x = embedded(tokens, 0);
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        Gpt2Layer::Memory text;
        Gpt2Layer::Output output = m_layers[i]->forward(
            x, text, {.bias = bias, .picture = m_layers[i]->rememberPicture(tokensOfLayer(memory, i))});
        written.hidden.push_back(std::move(x));
        written.attention.push_back(std::move(output.weights));
        written.crossAttention.push_back(std::move(output.crossWeights));
        x = std::move(output.output);
    }
    written.hidden.push_back(m_norm(x));
    return written;
}

TextMemory Gpt2Decoder::remember(const torch::Tensor& patches, std::int64_t, const std::stop_token&) {
    const torch::Tensor tokens = pictureTokens(patches);
    return {.keys = {},
            .values = {},
            .tokens = {m_picture ? m_picture->forward(tokens) : tokens},
            .frames = patches.size(1),
            .cells = patches.size(3) * patches.size(4)};
}

TextOutput Gpt2Decoder::forward(const torch::Tensor& tokens, const torch::Tensor&, const TextMemory& memory) {
    const std::vector<std::int64_t> perStory{tokens.size(0), tokens.size(1)};
    const WrittenTexts written = write(tokens.flatten(0, 1), {}, memoryPerFrame(memory, tokens.size(1)));
    return {.hidden = written.hidden.back().unflatten(0, perStory),
            .attention = amongFrames(written.crossAttention.back().unflatten(0, perStory), memory.frames)};
}

torch::Tensor Gpt2Decoder::logits(const torch::Tensor& hidden) {
    return nn::linear(hidden, m_words->weight, {});
}

TextCache Gpt2Decoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    return emptyCache(m_layers.size(), state, frame, rows);
}

TextStep Gpt2Decoder::step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) {
    torch::Tensor x = embedded(tokens.unsqueeze(1), cache.position); // (R, 1, D)
    std::vector<torch::Tensor> attention;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        Gpt2Layer::Memory text{cache.keys[i], cache.values[i]};
        const std::vector<torch::Tensor> pictures = tokensOfRows(memory, i, cache.frame);
        const MultiHeadAttention::Look word = m_layers[i]->step(x, text, pictures);
        cache.keys[i] = std::move(text.keys);
        cache.values[i] = std::move(text.values);
        attention.push_back(amongFrames(torch::cat(word.weights), cache.frame, memory.frames));
        x = word.output;
    }
    ++cache.position;
    return {.logits = logits(m_norm(x).squeeze(1)), .attention = torch::stack(attention)};
}

} // namespace storyscope::nn
