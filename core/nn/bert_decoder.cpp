// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bert_decoder.h"

#include "core/nn/caption_memory.h"
#include "core/nn/distilbert_layer.h"

#include <torch/torch.h>

namespace storyscope::nn {

namespace {

std::shared_ptr<DistilBertEmbeddings> embeddings(const BertDecoderOptions& options) {
    return std::make_shared<DistilBertEmbeddings>(DistilBertOptions{.vocabularySize = options.vocabularySize,
                                                                    .positions = options.positions,
                                                                    .size = options.layer.size,
                                                                    .dropout = options.layer.dropout});
}

} // namespace

BertDecoder::BertDecoder(const BertDecoderOptions& options)
    : m_options(withCheckedHeads(options)), m_embeddings(register_module("embeddings", embeddings(options))),
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
    checkLength(first + tokens.size(1), m_options.positions);
    return m_embeddings->forward(m_embeddings->words(tokens), first);
}

ToldTexts BertDecoder::tell(const torch::Tensor& tokens, const torch::Tensor& mask, const TextMemory& memory) {
    const torch::Tensor bias = hidingBias(tokens, mask);
    ToldTexts told;
    told.hidden.push_back(embedded(tokens, 0));
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const torch::Tensor& x = told.hidden.back();
        BertDecoderLayer::Output output =
            m_layers[i]->forward(x, {.own = m_layers[i]->remember(x),
                                     .bias = bias,
                                     .picture = m_layers[i]->rememberPicture(tokensOfLayer(memory, i))});
        told.attention.push_back(std::move(output.weights));
        told.crossAttention.push_back(std::move(output.crossWeights));
        told.hidden.push_back(std::move(output.output));
    }
    return told;
}

TextMemory BertDecoder::remember(const torch::Tensor& patches, std::int64_t, const std::stop_token&) {
    return {.keys = {},
            .values = {},
            .tokens = {pictureTokens(patches)},
            .frames = patches.size(1),
            .cells = patches.size(3) * patches.size(4)};
}

TextOutput BertDecoder::forward(const torch::Tensor& tokens, const torch::Tensor&, const TextMemory& memory) {
    const std::vector<std::int64_t> perStory{tokens.size(0), tokens.size(1)};
    const ToldTexts told = tell(tokens.flatten(0, 1), {}, memoryPerFrame(memory, tokens.size(1)));
    return {.hidden = told.hidden.back().unflatten(0, perStory),
            .attention = amongFrames(told.crossAttention.back().unflatten(0, perStory), memory.frames)};
}

torch::Tensor BertDecoder::logits(const torch::Tensor& hidden) {
    const torch::Tensor transformed = torch::gelu(m_transform->forward(hidden.unsqueeze(0)));
    return m_output->forward(m_transformNorm(transformed)).squeeze(0);
}

TextCache BertDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    return emptyCache(m_layers.size(), state, frame, rows);
}

TextStep BertDecoder::step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) {
    torch::Tensor x = embedded(tokens.unsqueeze(1), cache.position); // (R, 1, D)
    std::vector<torch::Tensor> attention;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const BertDecoderLayer::Memory added = m_layers[i]->remember(x);
        cache.keys[i] = grown(cache.keys[i], added.keys);
        cache.values[i] = grown(cache.values[i], added.values);
        const std::vector<torch::Tensor> pictures = tokensOfRows(memory, i, cache.frame);
        const MultiHeadAttention::Look word =
            m_layers[i]->step(x, {.text = {cache.keys[i], cache.values[i]}, .pictures = pictures});
        attention.push_back(amongFrames(torch::cat(word.weights), cache.frame, memory.frames));
        x = word.output;
    }
    ++cache.position;
    return {.logits = logits(x.squeeze(1)), .attention = torch::stack(attention)};
}

} // namespace storyscope::nn
