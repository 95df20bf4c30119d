// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bert_decoder.h"

#include "core/base/error.h"
#include "core/nn/attention.h"
#include "core/nn/distilbert_layer.h"

#include <torch/torch.h>

#include <limits>

namespace storyscope::nn {

namespace {

const BertDecoderOptions& checked(const BertDecoderOptions& options) {
    if (options.layer.size % options.layer.heads != 0) {
        throw Error(ErrorCode::Mismatch,
                    std::to_string(options.layer.heads) + " heads do not divide " + std::to_string(options.layer.size));
    }
    return options;
}

std::shared_ptr<DistilBertEmbeddings> embeddings(const BertDecoderOptions& options) {
    return std::make_shared<DistilBertEmbeddings>(DistilBertOptions{.vocabularySize = options.vocabularySize,
                                                                    .positions = options.positions,
                                                                    .size = options.layer.size,
                                                                    .dropout = options.layer.dropout});
}

/// What hides later tokens and those that `mask` leaves out: (T, T), or (N, 1, T, T) with a mask.
torch::Tensor hidingBias(const torch::Tensor& tokens, const torch::Tensor& mask) {
    const torch::Tensor causal = causalBias(tokens.size(1), tokens.device());
    if (!mask.defined()) {
        return causal;
    }
    // Finite: a row that sees nothing reads all of it.
    const torch::Tensor hidden = (mask == 0).to(torch::kFloat32).mul_(std::numeric_limits<float>::lowest());
    return torch::minimum(causal, hidden.unsqueeze(1).unsqueeze(1));
}

torch::Tensor grown(const torch::Tensor& before, const torch::Tensor& added) {
    return before.defined() ? torch::cat({before, added}, 2) : added;
}

/// The frame's part of what is remembered of all frames, a view.
BertDecoderLayer::Memory ofFrame(const TextMemory& memory, std::size_t layer, std::int64_t frame) {
    const std::int64_t first = frame * memory.cells;
    return {.keys = memory.keys[layer].narrow(2, first, memory.cells),
            .values = memory.values[layer].narrow(2, first, memory.cells)};
}

/// Of B stories the first Q frames, a picture each: (B, heads, K·S, d) → (B·Q, heads, S, d).
torch::Tensor perFrame(const torch::Tensor& all, std::int64_t frames, std::int64_t kept) {
    return all.unflatten(2, std::vector<std::int64_t>{frames, -1}).narrow(2, 0, kept).transpose(1, 2).flatten(0, 1);
}

/// Cross-attention of captions to their own frames as one to all frames: (B, Q, heads, T, S) → (B, heads, Q, T, K·S).
torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frames) {
    const std::int64_t cells = weights.size(4);
    std::vector<torch::Tensor> captions;
    for (std::int64_t caption = 0; caption < weights.size(1); ++caption) {
        const std::int64_t before = caption * cells;
        captions.push_back(torch::constant_pad_nd(weights.select(1, caption), {before, (frames - 1) * cells - before}));
    }
    return torch::stack(captions, 2);
}

} // namespace

BertDecoder::BertDecoder(const BertDecoderOptions& options)
    : m_options(checked(options)), m_embeddings(register_module("embeddings", embeddings(options))),
      m_transform(register_module("transform", std::make_shared<TokenLinear>(options.layer.size, options.layer.size))),
      m_transformNorm(register_module("transform_norm", bertNorm(options.layer.size))),
      m_output(register_module("output", std::make_shared<TokenLinear>(options.layer.size, options.vocabularySize))) {
    torch::nn::ModuleList layers;
    for (std::int64_t layer = 0; layer < options.layers; ++layer) {
        m_layers.push_back(std::make_shared<BertDecoderLayer>(options.layer));
        layers->push_back(m_layers.back());
    }
    register_module("layers", layers);
}

torch::Tensor BertDecoder::embedded(const torch::Tensor& tokens, std::int64_t first) {
    if (const std::int64_t length = first + tokens.size(1); length > m_options.positions) {
        throw Error(ErrorCode::Mismatch, "A text of " + std::to_string(length) +
                                             " tokens is too long for a model that writes up to " +
                                             std::to_string(m_options.positions));
    }
    return m_embeddings->forward(m_embeddings->words(tokens), first);
}

ToldTexts BertDecoder::tell(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory) {
    const torch::Tensor bias = hidingBias(tokens, mask);
    ToldTexts told;
    told.hidden.push_back(embedded(tokens, 0));
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const torch::Tensor& x = told.hidden.back();
        BertDecoderLayer::Output output = m_layers[i]->forward(
            x, {.own = m_layers[i]->remember(x), .bias = bias, .picture = {memory.keys[i], memory.values[i]}});
        told.attention.push_back(std::move(output.weights));
        told.crossAttention.push_back(std::move(output.crossWeights));
        told.hidden.push_back(std::move(output.output));
    }
    return told;
}

TextMemory BertDecoder::remember(const torch::Tensor& patches, std::int64_t) {
    const torch::Tensor tokens = patches.flatten(3).transpose(2, 3).flatten(1, 2); // (B, K·S, C)
    TextMemory memory{.keys = {}, .values = {}, .frames = patches.size(1), .cells = patches.size(3) * patches.size(4)};
    for (const auto& layer : m_layers) {
        BertDecoderLayer::Memory remembered = layer->rememberPicture(tokens);
        memory.keys.push_back(std::move(remembered.keys));
        memory.values.push_back(std::move(remembered.values));
    }
    return memory;
}

TextOutput BertDecoder::forward(const torch::Tensor& tokens, const torch::Tensor&, const TextMemory& memory) {
    const std::vector<std::int64_t> perStory{tokens.size(0), tokens.size(1)};
    TextMemory pictures{.keys = {}, .values = {}, .frames = 1, .cells = memory.cells};
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        pictures.keys.push_back(perFrame(memory.keys[i], memory.frames, tokens.size(1)));
        pictures.values.push_back(perFrame(memory.values[i], memory.frames, tokens.size(1)));
    }
    const ToldTexts told = tell(tokens.flatten(0, 1), {}, pictures);
    return {.hidden = told.hidden.back().unflatten(0, perStory),
            .attention = amongFrames(told.crossAttention.back().unflatten(0, perStory), memory.frames)};
}

torch::Tensor BertDecoder::logits(const torch::Tensor& hidden) {
    const torch::Tensor transformed = torch::gelu(m_transform->forward(hidden.unsqueeze(0)));
    return m_output->forward(m_transformNorm(transformed)).squeeze(0);
}

TextCache BertDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    TextCache cache;
    cache.keys.resize(m_layers.size());
    cache.values.resize(m_layers.size());
    cache.state = state.unsqueeze(0).expand({rows, -1});
    cache.frame = frame;
    return cache;
}

TextStep BertDecoder::step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) {
    torch::Tensor x = embedded(tokens.unsqueeze(1), cache.position); // (R, 1, D)
    std::vector<torch::Tensor> attention;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const BertDecoderLayer::Memory added = m_layers[i]->remember(x);
        cache.keys[i] = grown(cache.keys[i], added.keys);
        cache.values[i] = grown(cache.values[i], added.values);
        const BertDecoderLayer::Output output = m_layers[i]->forward(
            x, {.own = {cache.keys[i], cache.values[i]}, .bias = {}, .picture = ofFrame(memory, i, cache.frame)});
        const std::int64_t before = cache.frame * memory.cells;
        attention.push_back(torch::constant_pad_nd(output.crossWeights.squeeze(2),
                                                   {before, (memory.frames - 1) * memory.cells - before}));
        x = output.output;
    }
    ++cache.position;
    return {.logits = logits(x.squeeze(1)), .attention = torch::stack(attention)};
}

} // namespace storyscope::nn
