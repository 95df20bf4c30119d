// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/caption_memory.h"

#include "core/base/error.h"
#include "core/nn/attention.h"

#include <torch/torch.h>

#include <algorithm>
#include <iterator>
#include <limits>

namespace storyscope::nn {

void checkHeads(std::int64_t size, std::int64_t heads) {
    if (size % heads != 0) {
        throw Error(ErrorCode::Mismatch, std::to_string(heads) + " heads do not divide " + std::to_string(size));
    }
}

void checkLength(std::int64_t tokens, std::int64_t positions) {
    if (tokens > positions) {
        throw Error(ErrorCode::Mismatch, "A text of " + std::to_string(tokens) +
                                             " tokens is too long for a model that writes up to " +
                                             std::to_string(positions));
    }
}

TextCache emptyCache(std::size_t layers, const torch::Tensor& state, std::int64_t frame, std::int64_t rows) {
    TextCache cache;
    cache.keys.resize(layers);
    cache.values.resize(layers);
    cache.state = state.unsqueeze(0).expand({rows, -1});
    cache.frame = frame;
    return cache;
}

torch::Tensor hidingBias(const torch::Tensor& tokens, const torch::Tensor& mask) {
    const torch::Tensor causal = causalBias(tokens.size(1), tokens.device());
    if (!mask.defined()) {
        return causal;
    }
    const torch::Tensor hidden = (mask == 0).to(torch::kFloat32).mul_(std::numeric_limits<float>::lowest());
    return torch::minimum(causal, hidden.unsqueeze(1).unsqueeze(1));
}

torch::Tensor grown(const torch::Tensor& before, const torch::Tensor& added) {
    return before.defined() ? torch::cat({before, added}, 2) : added;
}

torch::Tensor pictureTokens(const torch::Tensor& patches) {
    return patches.flatten(3).transpose(2, 3).flatten(1, 2).contiguous();
}

const torch::Tensor& tokensOfLayer(const TextMemory& memory, std::size_t layer) {
    return memory.tokens.size() == 1 ? memory.tokens.front() : memory.tokens[layer];
}

std::vector<torch::Tensor> tokensOfRows(const TextMemory& memory, std::size_t layer,
                                        std::optional<std::int64_t> frame) {
    const auto of = [&](const TextMemory& story) {
        const torch::Tensor tokens = tokensOfLayer(story, layer)[0];
        return frame ? tokens.narrow(0, *frame * story.cells, story.cells) : tokens;
    };
    if (memory.apart.empty()) {
        return {of(memory)};
    }
    std::vector<torch::Tensor> rows;
    std::ranges::transform(memory.apart, std::back_inserter(rows), of);
    return rows;
}

torch::Tensor joinedRows(const std::vector<torch::Tensor>& weights, std::int64_t most) {
    std::vector<torch::Tensor> rows;
    for (const torch::Tensor& own : weights) {
        rows.push_back(torch::constant_pad_nd(own, {0, most - own.size(2)}));
    }
    return torch::cat(rows);
}

TextMemory memoryPerFrame(const TextMemory& memory, std::int64_t kept) {
    TextMemory result{.keys = {}, .values = {}, .frames = 1, .cells = memory.cells};
    for (const torch::Tensor& tokens : memory.tokens) {
        const torch::Tensor frames = tokens.unflatten(1, std::vector<std::int64_t>{memory.frames, -1});
        result.tokens.push_back(frames.narrow(1, 0, kept).flatten(0, 1));
    }
    return result;
}

torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frames) {
    std::vector<torch::Tensor> captions;
    for (std::int64_t caption = 0; caption < weights.size(1); ++caption) {
        captions.push_back(amongFrames(weights.select(1, caption), caption, frames));
    }
    return torch::stack(captions, 2);
}

torch::Tensor amongFrames(const torch::Tensor& weights, std::int64_t frame, std::int64_t frames) {
    const std::int64_t cells = weights.size(-1);
    return torch::constant_pad_nd(weights, {frame * cells, (frames - 1 - frame) * cells});
}

} // namespace storyscope::nn
