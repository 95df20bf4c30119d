// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"
#include "core/metrics/caption_metrics.h"

#include <vector>

namespace storyscope::inference {

/// Whether the last frame's caption is foreseen from the frames before it, and whether their order matters. Only
/// stories whose order is true.
class NextCaptionEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    Score bleuScore(const EvaluationContext& context) const;
    std::vector<Score> perplexityScores(const EvaluationContext& context) const;

    std::vector<metrics::CaptionPair> m_captions;
    std::vector<std::string> m_truths; ///< per likelihood
    std::vector<LastCaptionLikelihood> m_likelihoods;
};

} // namespace storyscope::inference
