// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/retrieval_metrics.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace storyscope::metrics {

std::vector<std::size_t> retrievalRanks(std::span<const float> similarities, std::span<const std::size_t> right) {
    if (right.empty()) {
        return {};
    }
    const std::size_t candidates = similarities.size() / right.size();
    if (candidates * right.size() != similarities.size() ||
        std::ranges::any_of(right, [&](std::size_t candidate) { return candidate >= candidates; })) {
        throw Error(ErrorCode::Mismatch, "Retrieval needs one similarity for each query and candidate");
    }
    if (std::ranges::any_of(similarities, [](float value) { return std::isnan(value); })) {
        throw Error(ErrorCode::Numerical, "Similarities that are not numbers cannot be ranked");
    }
    std::vector<std::size_t> ranks;
    for (std::size_t query = 0; query < right.size(); ++query) {
        const auto row = similarities.subspan(query * candidates, candidates);
        const float score = row[right[query]];
        // The right one itself is among those that score at least as much: so the best rank is 1.
        ranks.push_back(
            static_cast<std::size_t>(std::ranges::count_if(row, [score](float value) { return value >= score; })));
    }
    return ranks;
}

double recallAt(std::span<const std::size_t> ranks, std::size_t k) {
    const auto found = std::ranges::count_if(ranks, [k](std::size_t rank) { return rank <= k; });
    return ranks.empty() ? 0.0 : static_cast<double>(found) / static_cast<double>(ranks.size());
}

double medianRank(std::span<const std::size_t> ranks) {
    if (ranks.empty()) {
        return 0;
    }
    std::vector<std::size_t> sorted(ranks.begin(), ranks.end());
    std::ranges::sort(sorted);
    const std::size_t upper = sorted.size() / 2;
    const std::size_t lower = (sorted.size() - 1) / 2;
    return static_cast<double>(sorted[lower] + sorted[upper]) / 2;
}

} // namespace storyscope::metrics
