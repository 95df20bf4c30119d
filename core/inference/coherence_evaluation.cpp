// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/coherence_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/metrics/score_metrics.h"

namespace storyscope::inference {

void CoherenceEvaluation::add(const EvaluatedStory& story) {
    if (story.truth.score && story.told.score) {
        m_told.push_back(*story.told.score);
        m_true.push_back(*story.truth.score);
    }
}

std::vector<Score> CoherenceEvaluation::scores(const EvaluationContext& context) const {
    if (m_told.empty()) {
        return {};
    }
    Score score;
    score.name = "score_spearman";
    score.definition = "Spearman rank correlation of the story score with the data's";
    score.floors["constant"] = 0;
    score.samples = m_told.size();
    const auto statistic = [&](std::span<const std::size_t> stories) {
        std::vector<double> told;
        std::vector<double> truth;
        for (const std::size_t story : stories) {
            told.push_back(m_told[story]);
            truth.push_back(m_true[story]);
        }
        return metrics::spearman(told, truth);
    };
    setWithInterval(score, m_told.size(), statistic, context.stop);
    return {score};
}

} // namespace storyscope::inference
