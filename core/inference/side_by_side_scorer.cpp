// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/side_by_side_scorer.h"

#include "core/inference/model_scorer.h"

#include <torch/torch.h>

#include <algorithm>
#include <iterator>
#include <numeric>

namespace storyscope::inference {

namespace {

/// One memory of a story for each source, (sources, heads, S, d) per layer.
nn::TextMemory joined(const std::vector<CaptionSource>& sources) {
    nn::TextMemory memory{
        .keys = {}, .values = {}, .frames = sources.front().memory.frames, .cells = sources.front().memory.cells};
    const auto join = [&](std::vector<torch::Tensor> nn::TextMemory::*tensors) {
        for (std::size_t layer = 0; layer < (sources.front().memory.*tensors).size(); ++layer) {
            std::vector<torch::Tensor> ofSources;
            std::ranges::transform(sources, std::back_inserter(ofSources),
                                   [&](const CaptionSource& source) { return (source.memory.*tensors)[layer]; });
            (memory.*tensors).push_back(torch::cat(ofSources));
        }
    };
    join(&nn::TextMemory::keys);
    join(&nn::TextMemory::values);
    return memory;
}

nn::TextCache begun(models::StoryModel& model, const std::vector<CaptionSource>& sources, int place) {
    const auto rows = static_cast<std::int64_t>(sources.size());
    nn::TextCache cache = model.begin(sources.front().kind, sources.front().encoded, place, rows);
    std::vector<torch::Tensor> states;
    std::ranges::transform(sources, std::back_inserter(states),
                           [&](const CaptionSource& source) { return source.encoded.states[0][place]; });
    cache.state = torch::stack(states);
    return cache;
}

} // namespace

SideBySideScorer::SideBySideScorer(const StoryEngine& engine, const std::vector<CaptionSource>& sources, int place)
    : m_engine(engine), m_kind(sources.front().kind), m_memory(joined(sources)),
      m_cache(begun(engine.model(), sources, place)), m_texts(sources.size()), m_attention(sources.size()) {
    std::iota(m_texts.begin(), m_texts.end(), std::int64_t{0});
}

std::size_t SideBySideScorer::vocabularySize() const {
    return static_cast<std::size_t>(m_engine.config().vocabularySize);
}

/// Dropped texts are written on with any token: that costs less than to move all that the others remember.
std::span<const float> SideBySideScorer::advance(std::span<const std::int64_t> parents,
                                                 std::span<const std::int64_t> tokens) {
    const torch::NoGradGuard noGradients;
    std::vector<std::int64_t> texts;
    std::vector<std::int64_t> all(m_attention.size(), m_engine.tokenizer().beginId());
    for (std::size_t row = 0; row < parents.size(); ++row) {
        texts.push_back(m_texts[static_cast<std::size_t>(parents[row])]);
        all[static_cast<std::size_t>(texts.back())] = tokens[row];
    }
    m_texts = std::move(texts);
    const nn::TextStep step = m_engine.model().step(m_kind, torch::tensor(all, torch::kInt64), m_memory, m_cache);
    const torch::Tensor looks = attentionOf(step);
    for (const std::int64_t text : m_texts) {
        m_attention[static_cast<std::size_t>(text)].push_back(looks.defined() ? looks.narrow(1, text, 1) : looks);
    }
    m_logits = step.logits.index_select(0, torch::tensor(m_texts, torch::kInt64));
    m_scores = torch::log_softmax(m_logits, -1);
    return {m_scores.data_ptr<float>(), static_cast<std::size_t>(m_scores.numel())};
}

std::span<const float> SideBySideScorer::logits() const {
    return {m_logits.data_ptr<float>(), static_cast<std::size_t>(m_logits.numel())};
}

} // namespace storyscope::inference
