// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/side_by_side_scorer.h"

#include "core/inference/model_scorer.h"

#include <torch/torch.h>

#include <algorithm>
#include <iterator>
#include <numeric>

namespace storyscope::inference {

namespace {

/// One memory for each source.
nn::TextMemory apart(const std::vector<CaptionSource>& sources) {
    nn::TextMemory memory;
    memory.cells = sources.front().memory.cells;
    for (const CaptionSource& source : sources) {
        memory.frames = std::max(memory.frames, source.memory.frames);
        memory.apart.push_back(source.memory);
    }
    return memory;
}

nn::TextCache begun(models::StoryModel& model, const std::vector<CaptionSource>& sources) {
    const auto rows = static_cast<std::int64_t>(sources.size());
    const auto last = [](const CaptionSource& source) { return source.memory.frames - 1; };
    const CaptionSource& first = sources.front();
    nn::TextCache cache = model.begin(first.kind, first.encoded, last(first), rows);
    std::vector<torch::Tensor> states;
    std::ranges::transform(sources, std::back_inserter(states),
                           [&](const CaptionSource& source) { return source.encoded.states[0][last(source)]; });
    cache.state = torch::stack(states);
    return cache;
}

} // namespace

SideBySideScorer::SideBySideScorer(const StoryEngine& engine, const std::vector<CaptionSource>& sources)
    : m_engine(engine), m_kind(sources.front().kind), m_memory(apart(sources)), m_cache(begun(engine.model(), sources)),
      m_texts(sources.size()), m_attention(sources.size()) {
    std::iota(m_texts.begin(), m_texts.end(), std::int64_t{0});
}

std::size_t SideBySideScorer::vocabularySize() const {
    return static_cast<std::size_t>(m_engine.config().vocabularySize);
}

/// What one text looked at, its own frames only: others may be about more of them.
nn::TextStep SideBySideScorer::stepOf(const nn::TextStep& all, std::int64_t text) const {
    const auto own = [&](const torch::Tensor& looks) {
        if (!looks.defined()) {
            return looks;
        }
        const std::int64_t columns =
            looks.size(3) / m_memory.frames * m_memory.apart[static_cast<std::size_t>(text)].frames;
        return looks.narrow(1, text, 1).narrow(3, 0, columns);
    };
    return {.logits = {}, .attention = own(all.attention), .classTokens = own(all.classTokens)};
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
    for (const std::int64_t text : m_texts) {
        m_attention[static_cast<std::size_t>(text)].push_back(attentionOf(stepOf(step, text)));
    }
    m_logits = step.logits.index_select(0, torch::tensor(m_texts, torch::kInt64));
    m_scores = torch::log_softmax(m_logits, -1);
    return {m_scores.data_ptr<float>(), static_cast<std::size_t>(m_scores.numel())};
}

std::span<const float> SideBySideScorer::logits() const {
    return {m_logits.data_ptr<float>(), static_cast<std::size_t>(m_logits.numel())};
}

} // namespace storyscope::inference
