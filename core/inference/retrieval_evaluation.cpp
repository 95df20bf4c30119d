// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/retrieval_evaluation.h"

#include "core/inference/bootstrap.h"
#include "core/metrics/retrieval_metrics.h"

#include <torch/torch.h>

#include <numeric>

namespace storyscope::inference {

namespace {

/// The right one is in the middle of them on average.
double chanceRank(std::size_t candidates) {
    return (static_cast<double>(candidates) + 1) / 2;
}

} // namespace

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
    const auto chosen = [&ranks](std::span<const std::size_t> stories) {
        std::vector<std::size_t> some;
        for (const std::size_t story : stories) {
            some.push_back(ranks[story]);
        }
        return some;
    };
    Score rank;
    rank.name = "next_picture_median_rank";
    rank.definition = "median rank of the true last picture among the last pictures of all " + std::to_string(count) +
                      " stories, by distance of its features from the predicted ones";
    rank.higherIsBetter = false;
    rank.floors["chance"] = chanceRank(count);
    rank.samples = count;
    setWithInterval(
        rank, m_numbers, [&](std::span<const std::size_t> stories) { return metrics::medianRank(chosen(stories)); },
        context.stop);
    std::vector<Score> scores{std::move(rank)};
    for (const std::size_t k : {std::size_t{1}, std::size_t{10}}) {
        Score recall;
        recall.name = "next_picture_recall_at_" + std::to_string(k);
        recall.definition = "share of stories whose true last picture is among the nearest " + std::to_string(k);
        recall.floors["chance"] = std::min(1.0, static_cast<double>(k) / static_cast<double>(count));
        recall.samples = count;
        setWithInterval(
            recall, m_numbers,
            [&](std::span<const std::size_t> stories) { return metrics::recallAt(chosen(stories), k); }, context.stop);
        scores.push_back(std::move(recall));
    }
    return scores;
}

} // namespace storyscope::inference
