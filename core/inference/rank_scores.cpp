// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/rank_scores.h"

#include "core/inference/bootstrap.h"
#include "core/metrics/retrieval_metrics.h"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace storyscope::inference {

namespace {

using Ranks = StoryRanks::Ranks;
using RankStatistic = std::function<double(std::span<const std::size_t> ranks)>;

StoryStatistic ofStories(const Ranks& ranks, const RankStatistic& statistic) {
    return [&ranks, &statistic](std::span<const std::size_t> stories) {
        Ranks chosen;
        std::ranges::transform(stories, std::back_inserter(chosen), [&](std::size_t story) { return ranks[story]; });
        return statistic(chosen);
    };
}

void fill(Score& score, const StoryRanks& ranks, const RankStatistic& statistic, const std::stop_token& stop) {
    const std::size_t count = ranks.stories.size();
    score.samples = count;
    setWithInterval(score, ranks.stories, ofStories(ranks.ranks, statistic), stop);
    for (const auto& [name, other] : ranks.floors) {
        score.floors[name] = overAll(count, ofStories(other, statistic));
    }
    for (const auto& [name, other] : ranks.gaps) {
        setGap(score, name, {count, ofStories(ranks.ranks, statistic), ofStories(other, statistic)}, stop);
    }
}

/// The mean over stories of what guessing gives with so many candidates.
template <typename Guess>
double chance(const StoryRanks& ranks, const Guess& guess) {
    double sum = 0;
    for (const std::size_t candidates : ranks.candidates) {
        sum += guess(static_cast<double>(candidates));
    }
    return sum / static_cast<double>(ranks.candidates.size());
}

} // namespace

std::vector<Score> rankScores(const std::string& prefix, const std::string& what, const StoryRanks& ranks,
                              const std::stop_token& stop) {
    if (ranks.stories.empty()) {
        return {};
    }
    Score rank;
    rank.name = prefix + "_median_rank";
    rank.definition = "median rank of " + what;
    rank.higherIsBetter = false;
    fill(
        rank, ranks, [](std::span<const std::size_t> some) { return metrics::medianRank(some); }, stop);
    // The right one is in the middle of them on average.
    rank.floors["chance"] = chance(ranks, [](double candidates) { return (candidates + 1) / 2; });
    std::vector<Score> scores{std::move(rank)};
    for (const std::size_t k : {std::size_t{1}, std::size_t{5}, std::size_t{10}}) {
        if (k >= std::ranges::min(ranks.candidates)) {
            break;
        }
        Score recall;
        recall.name = prefix + "_recall_at_" + std::to_string(k);
        recall.definition = "share of stories with a rank of at most " + std::to_string(k) + ": " + what;
        fill(
            recall, ranks, [k](std::span<const std::size_t> some) { return metrics::recallAt(some, k); }, stop);
        recall.floors["chance"] = chance(ranks, [k](double candidates) { return static_cast<double>(k) / candidates; });
        scores.push_back(std::move(recall));
    }
    return scores;
}

} // namespace storyscope::inference
