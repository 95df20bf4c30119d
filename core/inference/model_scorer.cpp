// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_scorer.h"

#include <torch/torch.h>

#include <algorithm>

namespace storyscope::inference {

namespace {

torch::Tensor toTensor(std::span<const std::int64_t> values) {
    return torch::tensor(std::vector<std::int64_t>(values.begin(), values.end()), torch::kInt64);
}

/// Whether the rows stay as they are, so that nothing need be copied.
bool isIdentity(std::span<const std::int64_t> parents, std::size_t rows) {
    return parents.size() == rows &&
           std::ranges::all_of(parents,
                               [&, row = std::int64_t{0}](std::int64_t parent) mutable { return parent == row++; });
}

} // namespace

torch::Tensor attentionOf(const nn::TextStep& step) {
    return step.classTokens.defined() ? torch::cat({step.attention, step.classTokens}, -1) : step.attention;
}

ModelScorer::ModelScorer(const StoryEngine& engine, const CaptionSource& source, int frame)
    : m_engine(engine), m_source(source), m_cache(engine.model().begin(source.kind, source.encoded, frame)) {}

std::size_t ModelScorer::vocabularySize() const {
    return static_cast<std::size_t>(m_engine.config().vocabularySize);
}

std::span<const float> ModelScorer::advance(std::span<const std::int64_t> parents,
                                            std::span<const std::int64_t> tokens) {
    const torch::NoGradGuard noGradients;
    if (!isIdentity(parents, m_rows)) {
        nn::selectRows(m_cache, toTensor(parents));
    }
    m_rows = tokens.size();
    const nn::TextStep step = m_engine.model().step(m_source.kind, toTensor(tokens), m_source.memory, m_cache);
    m_logits = step.logits.contiguous();
    m_scores = torch::log_softmax(m_logits, -1).contiguous();
    m_attention.push_back(attentionOf(step));
    return {m_scores.data_ptr<float>(), static_cast<std::size_t>(m_scores.numel())};
}

std::span<const float> ModelScorer::logits() const {
    return {m_logits.data_ptr<float>(), static_cast<std::size_t>(m_logits.numel())};
}

} // namespace storyscope::inference
