// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/retrieval_evaluation.h"

#include "core/inference/rank_scores.h"
#include "core/metrics/retrieval_metrics.h"

#include <torch/torch.h>

#include <numeric>

namespace storyscope::inference {

void RetrievalEvaluation::add(const EvaluatedStory& story) {
    if (story.vectors) {
        m_numbers.push_back(story.number);
        m_vectors.push_back(*story.vectors);
    }
}

std::vector<Score> RetrievalEvaluation::scores(const EvaluationContext& context) const {
    const std::size_t count = m_vectors.size();
    if (count < 2) {
        return {};
    }
    std::vector<torch::Tensor> predicted;
    std::vector<torch::Tensor> truth;
    for (const NextVectors& vectors : m_vectors) {
        predicted.push_back(vectors.predicted);
        truth.push_back(vectors.truth);
    }
    const torch::Tensor near = -torch::cdist(torch::stack(predicted), torch::stack(truth)).contiguous();
    std::vector<std::size_t> right(count);
    std::iota(right.begin(), right.end(), std::size_t{0});
    const std::vector<std::size_t> ranks =
        metrics::retrievalRanks({near.data_ptr<float>(), static_cast<std::size_t>(near.numel())}, right);
    return rankScores("next_picture",
                      "the true last picture among the last pictures of all " + std::to_string(count) +
                          " stories, by distance of its features from the predicted ones",
                      {m_numbers, std::vector<std::size_t>(count, count), ranks, {}, {}}, context.stop);
}

} // namespace storyscope::inference
