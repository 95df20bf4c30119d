// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_table.h"
#include "core/inference/evaluation_part.h"

#include <vector>

namespace storyscope::inference {

/// Whether the last frame's caption is foreseen from the frames before it, and whether their order matters. Only
/// stories whose order is true.
class NextCaptionEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    std::vector<Score> perplexityScores(const EvaluationContext& context) const;

    CaptionTable m_captions;
    std::vector<std::string> m_truths;       ///< per likelihood
    std::vector<std::size_t> m_storyNumbers; ///< likewise
    std::vector<LastCaptionLikelihood> m_likelihoods;
};

} // namespace storyscope::inference
