// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/caption_memory.h"

#include "core/base/error.h"
#include "core/nn/attention.h"

#include <torch/torch.h>

#include <limits>

namespace storyscope::nn {

namespace {

/// (B, heads, K·S, d) → (B·kept, heads, S, d).
torch::Tensor perFrame(const torch::Tensor& all, std::int64_t frames, std::int64_t kept) {
    return all.unflatten(2, std::vector<std::int64_t>{frames, -1}).narrow(2, 0, kept).transpose(1, 2).flatten(0, 1);
}

} // namespace

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

MultiHeadAttention::Memory memoryOfFrame(const TextMemory& memory, std::size_t layer, std::int64_t frame) {
    const std::int64_t first = frame * memory.cells;
    return {.keys = memory.keys[layer].narrow(2, first, memory.cells),
            .values = memory.values[layer].narrow(2, first, memory.cells)};
}

TextMemory memoryPerFrame(const TextMemory& memory, std::int64_t kept) {
    TextMemory result{.keys = {}, .values = {}, .frames = 1, .cells = memory.cells};
    for (std::size_t layer = 0; layer < memory.keys.size(); ++layer) {
        result.keys.push_back(perFrame(memory.keys[layer], memory.frames, kept));
        result.values.push_back(perFrame(memory.values[layer], memory.frames, kept));
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
