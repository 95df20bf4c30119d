// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"

namespace storyscope::inference {

/// What a step looked at, (layers, texts, heads, K·G·G) float32, then K class tokens if the model's grid has such.
torch::Tensor attentionOf(const nn::TextStep& step);

/// One caption of a StoryModel, token by token.
class ModelScorer final : public NextTokenScorer {
public:
    /// `engine` and `source` must outlive the scorer.
    ModelScorer(const StoryEngine& engine, const CaptionSource& source, int frame);

    std::size_t textCount() const override { return 1; }
    std::size_t vocabularySize() const override;
    std::span<const float> advance(std::span<const std::int64_t> parents,
                                   std::span<const std::int64_t> tokens) override;
    std::span<const float> logits() const override;

    /// Of each step so far, (layers, texts of that step, heads, K·G·G) float32; then K class tokens if the model's grid
    /// has such.
    const std::vector<torch::Tensor>& attention() const { return m_attention; }

private:
    const StoryEngine& m_engine;
    const CaptionSource& m_source;
    nn::TextCache m_cache;
    std::size_t m_rows = 1;
    torch::Tensor m_logits; // (R, V) float32, contiguous
    torch::Tensor m_scores; // (R, V) float32, contiguous: log-probabilities
    std::vector<torch::Tensor> m_attention;
};

} // namespace storyscope::inference
