// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/git_decoder.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/nn/caption_memory.h"
#include "core/nn/layer_norm.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

std::shared_ptr<DistilBertEmbeddings> embeddings(const GitDecoderOptions& options) {
    return std::make_shared<DistilBertEmbeddings>(DistilBertOptions{.vocabularySize = options.vocabularySize,
                                                                    .positions = options.positions,
                                                                    .size = options.layer.size,
                                                                    .dropout = options.layer.dropout});
}

torch::nn::LayerNorm projectionNorm(const GitDecoderOptions& options) {
    return layerNorm(options.layer.size, options.projectionEpsilon);
}

/// What hides later tokens and those that `mask` leaves out, but nothing of the picture: (T, S + T), or
/// (N, 1, T, S + T) with a mask.
torch::Tensor textBias(const torch::Tensor& tokens, const torch::Tensor& mask, std::int64_t pictureTokens) {
    return torch::constant_pad_nd(hidingBias(tokens, mask), {pictureTokens, 0});
}

} // namespace

GitDecoder::GitDecoder(const GitDecoderOptions& options)
    : m_options(withCheckedHeads(options)),
      m_projection(
          register_module("projection", std::make_shared<TokenLinear>(options.pictureSize, options.layer.size))),
      m_projectionNorm(register_module("projection_norm", projectionNorm(options))),
      m_embeddings(register_module("embeddings", embeddings(options))),
      m_output(register_module("output", std::make_shared<TokenLinear>(options.layer.size, options.vocabularySize))) {
    if (options.clipFrames > 0) {
        m_frames = register_module("frames", torch::nn::ParameterList());
        for (std::int64_t frame = 0; frame < options.clipFrames; ++frame) {
            m_frames->append(torch::zeros({1, options.pictureSize}));
        }
    }
    torch::nn::ModuleList layers;
    for (std::int64_t layer = 0; layer < options.layers; ++layer) {
        m_layers.push_back(std::make_shared<BertDecoderLayer>(options.layer));
        layers->push_back(m_layers.back());
    }
    register_module("layers", layers);
}

torch::Tensor GitDecoder::projected(const torch::Tensor& patches) {
    const std::int64_t frames = patches.size(1);
    if (frames > m_options.maximumFrames()) {
        throw Error(ErrorCode::Mismatch, "A clip of " + std::to_string(frames) +
                                             " frames is too long for a model that knows up to " +
                                             std::to_string(m_options.maximumFrames()));
    }
    torch::Tensor tokens = patches.flatten(3).transpose(2, 3); // (B, K, S, C)
    if (!m_frames.is_empty()) {
        tokens = tokens + torch::stack(m_frames->parameters()).narrow(0, 0, frames);
    }
    return m_projectionNorm(m_projection->forward(tokens.flatten(1, 2)));
}

ReadClips GitDecoder::readClips(const torch::Tensor& patches) {
    ReadClips read;
    read.memory.frames = patches.size(1);
    read.memory.cells = patches.size(3) * patches.size(4);
    read.hidden.push_back(projected(patches));
    for (const auto& layer : m_layers) {
        const torch::Tensor& x = read.hidden.back();
        BertDecoderLayer::Output output = layer->forward(x, {.own = layer->remember(x), .bias = {}, .picture = {}});
        read.memory.tokens.push_back(x);
        read.attention.push_back(std::move(output.weights));
        read.hidden.push_back(std::move(output.output));
    }
    return read;
}

/// What the last layer would make of picture tokens, nobody looks at.
TextMemory GitDecoder::remember(const torch::Tensor& patches, std::int64_t, const std::stop_token& stop) {
    TextMemory memory;
    memory.frames = patches.size(1);
    memory.cells = patches.size(3) * patches.size(4);
    memory.tokens.push_back(projected(patches));
    for (std::size_t i = 1; i < m_layers.size(); ++i) {
        throwIfStopped(stop);
        memory.tokens.push_back(m_layers[i - 1]->unseen(memory.tokens.back()));
    }
    return memory;
}

torch::Tensor GitDecoder::embedded(const torch::Tensor& tokens, std::int64_t first) {
    checkLength(first + tokens.size(1), m_options.positions);
    return m_embeddings->forward(m_embeddings->words(tokens), first);
}

ReadTexts GitDecoder::readTexts(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory) {
    const torch::Tensor bias = textBias(tokens, mask, memory.frames * memory.cells);
    ReadTexts read;
    read.hidden.push_back(embedded(tokens, 0));
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const torch::Tensor& x = read.hidden.back();
        BertDecoderLayer::Output output =
            m_layers[i]->forward(x, {.before = m_layers[i]->remember(tokensOfLayer(memory, i)),
                                     .own = m_layers[i]->remember(x),
                                     .bias = bias,
                                     .picture = {}});
        read.attention.push_back(std::move(output.weights));
        read.hidden.push_back(std::move(output.output));
    }
    return read;
}

TextOutput GitDecoder::forward(const torch::Tensor& tokens, const torch::Tensor&, const TextMemory& memory) {
    const std::vector<std::int64_t> perStory{tokens.size(0), tokens.size(1)};
    const ReadTexts read = readTexts(tokens.flatten(0, 1), {}, memory);
    const torch::Tensor looks = read.attention.back().narrow(3, 0, memory.frames * memory.cells);
    return {.hidden = read.hidden.back().unflatten(0, perStory),
            .attention = looks.unflatten(0, perStory).transpose(1, 2)};
}

torch::Tensor GitDecoder::logits(const torch::Tensor& hidden) {
    return m_output->forward(hidden.unsqueeze(0)).squeeze(0);
}

TextCache GitDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    return emptyCache(m_layers.size(), state, frame, rows);
}

TextStep GitDecoder::step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) {
    torch::Tensor x = embedded(tokens.unsqueeze(1), cache.position); // (R, 1, D)
    std::vector<torch::Tensor> attention;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const BertDecoderLayer::Memory added = m_layers[i]->remember(x);
        cache.keys[i] = grown(cache.keys[i], added.keys);
        cache.values[i] = grown(cache.values[i], added.values);
        const std::vector<torch::Tensor> clips = tokensOfRows(memory, i, {});
        const MultiHeadAttention::Look word =
            m_layers[i]->step(x, {.text = {cache.keys[i], cache.values[i]}, .before = clips});
        attention.push_back(joinedRows(word.weights, memory.frames * memory.cells));
        x = word.output;
    }
    ++cache.position;
    return {.logits = logits(x.squeeze(1)), .attention = torch::stack(attention)};
}

} // namespace storyscope::nn
