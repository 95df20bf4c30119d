// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/caption_decoder.h"

#include "core/nn/layer_norm.h"

#include <torch/torch.h>

#include <cmath>

namespace storyscope::nn {

namespace {

// Where training starts: token vectors are small as output weights and, enlarged by √D, as large as the states that
// are added to them; places are large enough to be told apart beside normalised patches.
constexpr double tokenScale = 0.05;
constexpr double positionScale = 0.2;

} // namespace

CaptionDecoder::CaptionDecoder(const CaptionDecoderOptions& options) : m_options(options) {
    m_tokens = register_module("tokens", torch::nn::Embedding(options.vocabularySize, options.size));
    {
        torch::NoGradGuard noGrad;
        m_tokens->weight.mul_(tokenScale);
    }
    m_tokenPositions =
        register_parameter("token_positions", positionScale * torch::randn({options.maximumTokens, options.size}));
    m_framePositions = register_parameter("frame_positions",
                                          positionScale * torch::randn({options.maximumFrames, options.patchChannels}));
    m_cellPositions = register_parameter(
        "cell_positions", positionScale * torch::randn({options.patchChannels, options.gridSize, options.gridSize}));
    torch::Tensor bias = torch::zeros({options.layers, options.heads, 2 * options.maximumFrames - 1});
    bias.select(2, options.maximumFrames - 1).fill_(options.ownFrameBias);
    m_frameBias = register_parameter("frame_bias", bias);
    m_outputBias = register_parameter("output_bias", torch::zeros({options.vocabularySize}));
    m_stateProjection = register_module("state_projection", torch::nn::Linear(options.size, options.size));
    for (std::int64_t i = 0; i < options.layers; ++i) {
        const std::string name = "layer" + std::to_string(i);
        m_layers.push_back(
            {register_module(name + "_self",
                             std::make_shared<SelfAttention>(options.size, options.heads, options.dropout)),
             register_module(name + "_cross", std::make_shared<CrossAttention>(options.size, options.heads,
                                                                               options.patchChannels, options.dropout)),
             register_module(name + "_feed_forward",
                             std::make_shared<FeedForward>(options.size, options.innerSize, options.dropout))});
    }
    m_norm = register_module("norm", layerNorm(options.size));
    m_dropout = register_module("dropout", torch::nn::Dropout(options.dropout));
}

TextMemory CaptionDecoder::remember(const torch::Tensor& patches, std::int64_t firstPosition, const std::stop_token&) {
    TextMemory memory;
    memory.frames = patches.size(1);
    memory.cells = patches.size(3) * patches.size(4);
    const torch::Tensor frames = m_framePositions.narrow(0, firstPosition, memory.frames);
    const torch::Tensor placed = patches + (frames.unsqueeze(-1).unsqueeze(-1) + m_cellPositions);
    for (const Layer& layer : m_layers) {
        auto [keys, values] = layer.cross->remember(placed);
        memory.keys.push_back(std::move(keys));
        memory.values.push_back(std::move(values));
    }
    return memory;
}

// (heads, K, K) float32: a row per captioned frame, a column per frame looked at.
torch::Tensor CaptionDecoder::frameBias(std::size_t layer, std::int64_t frames) const {
    const torch::Tensor table = m_frameBias[static_cast<std::int64_t>(layer)];
    const torch::Tensor places = torch::arange(frames, torch::TensorOptions(torch::kLong).device(table.device()));
    const torch::Tensor offsets = places.unsqueeze(0) - places.unsqueeze(1) + (m_options.maximumFrames - 1);
    const torch::Tensor bias = table.index_select(1, offsets.flatten()).view({-1, frames, frames});
    return m_options.visibility == FrameVisibility::All ? bias : bias + causalBias(frames, table.device());
}

torch::Tensor CaptionDecoder::embedded(const torch::Tensor& tokens) {
    return m_tokens(tokens) * std::sqrt(static_cast<double>(m_options.size));
}

torch::Tensor CaptionDecoder::logits(const torch::Tensor& hidden) {
    return torch::linear(m_norm(hidden), m_tokens->weight, m_outputBias);
}

// `x`: (B·Q, T, D). Each caption looks at the patches of its own frame.
CrossAttention::Output CaptionDecoder::lookAtOwnFrames(std::size_t layer, const torch::Tensor& x,
                                                       const TextMemory& memory) {
    const std::int64_t stories = memory.keys[layer].size(0);
    const std::int64_t captions = x.size(0) / stories;
    const auto ofOwnFrame = [&](const torch::Tensor& all) {
        return all.view({stories, m_options.heads, memory.frames, memory.cells, -1})
            .narrow(2, 0, captions)
            .transpose(1, 2)
            .reshape({stories * captions, m_options.heads, memory.cells, -1});
    };
    return m_layers[layer].cross->forward(x, ofOwnFrame(memory.keys[layer]), ofOwnFrame(memory.values[layer]), {});
}

// `x`: (B·Q, T, D). All captions of a story share its keys and values; weights: (B, heads, Q, T, K·G·G).
CrossAttention::Output CaptionDecoder::lookAtAllFrames(std::size_t layer, const torch::Tensor& x,
                                                       const TextMemory& memory) {
    const std::int64_t stories = memory.keys[layer].size(0);
    const std::int64_t captions = x.size(0) / stories;
    const std::int64_t length = x.size(1);
    const std::int64_t heads = m_options.heads;
    const std::int64_t columns = memory.frames * memory.cells;
    const torch::Tensor bias = frameBias(layer, memory.frames)
                                   .narrow(1, 0, captions)
                                   .view({heads, captions, 1, memory.frames, 1})
                                   .expand({heads, captions, length, memory.frames, memory.cells})
                                   .reshape({1, heads, captions * length, columns});
    const CrossAttention::Output looked = m_layers[layer].cross->forward(
        x.view({stories, captions * length, m_options.size}), memory.keys[layer], memory.values[layer], bias);
    return {looked.output.view(x.sizes()), looked.weights.view({stories, heads, captions, length, columns})};
}

TextOutput CaptionDecoder::forward(const torch::Tensor& tokens, const torch::Tensor& states, const TextMemory& memory) {
    const std::int64_t stories = tokens.size(0);
    const std::int64_t captions = tokens.size(1);
    const std::int64_t length = tokens.size(2);
    TextOutput result;
    torch::Tensor x = embedded(tokens) + m_tokenPositions.narrow(0, 0, length) + m_stateProjection(states).unsqueeze(2);
    x = m_dropout(x).view({stories * captions, length, m_options.size});
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        x = x + m_layers[i].self->forward(x).output;
        const CrossAttention::Output looked =
            seesOwnFrameOnly(i) ? lookAtOwnFrames(i, x, memory) : lookAtAllFrames(i, x, memory);
        result.attention = looked.weights;
        x = x + looked.output;
        x = x + m_layers[i].feedForward->forward(x);
    }
    result.hidden = x.view({stories, captions, length, m_options.size});
    return result;
}

TextCache CaptionDecoder::begin(const torch::Tensor& state, std::int64_t frame, std::int64_t rows) const {
    TextCache cache;
    cache.keys.resize(m_layers.size());
    cache.values.resize(m_layers.size());
    cache.state = state.unsqueeze(0).expand({rows, -1});
    cache.frame = frame;
    return cache;
}

// `x`: (R, 1, D), of one story's caption. Weights: (R, heads, K·G·G), 0 where a layer does not look.
CrossAttention::Output CaptionDecoder::stepLook(std::size_t layer, const torch::Tensor& x, const TextMemory& memory,
                                                std::int64_t frame) {
    const std::int64_t heads = m_options.heads;
    const torch::Tensor queries = x.transpose(0, 1); // (1, R, D): the rows share keys and values
    torch::Tensor weights;
    CrossAttention::Output looked;
    if (seesOwnFrameOnly(layer)) {
        const auto ofOwnFrame = [&](const torch::Tensor& all) {
            return all.narrow(2, frame * memory.cells, memory.cells);
        };
        looked = m_layers[layer].cross->forward(queries, ofOwnFrame(memory.keys[layer]),
                                                ofOwnFrame(memory.values[layer]), {});
        weights = torch::zeros({x.size(0), heads, memory.frames * memory.cells}, x.options());
        weights.narrow(2, frame * memory.cells, memory.cells).copy_(looked.weights.squeeze(0).transpose(0, 1));
    } else {
        const torch::Tensor bias = frameBias(layer, memory.frames)
                                       .select(1, frame)
                                       .view({heads, memory.frames, 1})
                                       .expand({heads, memory.frames, memory.cells})
                                       .reshape({1, heads, 1, memory.frames * memory.cells});
        looked = m_layers[layer].cross->forward(queries, memory.keys[layer], memory.values[layer], bias);
        weights = looked.weights.squeeze(0).transpose(0, 1);
    }
    return {looked.output.view(x.sizes()), weights};
}

TextStep CaptionDecoder::step(const torch::Tensor& tokens, const TextMemory& memory, TextCache& cache) {
    torch::Tensor x = embedded(tokens) + m_tokenPositions[cache.position] + m_stateProjection(cache.state);
    x = m_dropout(x).unsqueeze(1); // (R, 1, D)
    std::vector<torch::Tensor> attention;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        x = x + m_layers[i].self->step(x, cache.keys[i], cache.values[i]);
        const CrossAttention::Output looked = stepLook(i, x, memory, cache.frame);
        attention.push_back(looked.weights);
        x = x + looked.output;
        x = x + m_layers[i].feedForward->forward(x);
    }
    ++cache.position;
    return {logits(x.squeeze(1)), torch::stack(attention)};
}

} // namespace storyscope::nn
