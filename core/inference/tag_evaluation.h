// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation_part.h"
#include "core/metrics/score_metrics.h"

#include <map>
#include <string>
#include <vector>

namespace storyscope::inference {

/// Whether frames get their true tags, at a probability of one half. Frames that the data gives no tags are left out.
class TagEvaluation final : public EvaluationPart {
public:
    void add(const EvaluatedStory& story) override;
    std::vector<Score> scores(const EvaluationContext& context) const override;

private:
    /// The most frequent tags on every frame, as many as give the best F1.
    metrics::TagCounts bestConstant() const;

    std::vector<metrics::TagCounts> m_stories;
    std::map<std::string, long> m_frequencies;
    long m_frames = 0;
};

} // namespace storyscope::inference
