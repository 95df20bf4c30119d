// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/score_rules.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

namespace storyscope::inference {

namespace {

constexpr float impossible = -std::numeric_limits<float>::infinity();

bool isIn(std::span<const float> scores, std::int64_t id) {
    return id >= 0 && static_cast<std::size_t>(id) < scores.size();
}

} // namespace

void penalizeRepetition(std::span<float> scores, std::span<const std::int64_t> soFar, double penalty) {
    if (penalty == 1) {
        return;
    }
    std::vector<std::int64_t> seen(soFar.begin(), soFar.end());
    std::ranges::sort(seen);
    const auto repeated = std::ranges::unique(seen);
    seen.erase(repeated.begin(), repeated.end());
    for (const std::int64_t id : seen) {
        if (isIn(scores, id)) {
            float& score = scores[static_cast<std::size_t>(id)];
            score = static_cast<float>(score < 0 ? score * penalty : score / penalty);
        }
    }
}

void forbidRepeatedNgrams(std::span<float> scores, std::span<const std::int64_t> soFar, std::size_t size) {
    forbidNgramsOf(soFar, scores, soFar, size);
}

void forbidNgramsOf(std::span<const std::int64_t> other, std::span<float> scores, std::span<const std::int64_t> soFar,
                    std::size_t size) {
    if (size == 0 || soFar.size() + 1 < size) {
        return;
    }
    const std::span<const std::int64_t> ending = soFar.last(size - 1);
    for (std::size_t first = 0; first + size <= other.size(); ++first) {
        if (std::ranges::equal(other.subspan(first, size - 1), ending)) {
            forbid(scores, other[first + size - 1]);
        }
    }
}

void forbid(std::span<float> scores, std::int64_t id) {
    if (isIn(scores, id)) {
        scores[static_cast<std::size_t>(id)] = impossible;
    }
}

void divideByTemperature(std::span<float> scores, double temperature) {
    for (float& score : scores) {
        score = static_cast<float>(score / temperature);
    }
}

void keepBest(std::span<float> scores, std::size_t count) {
    if (count == 0 || count >= scores.size()) {
        return;
    }
    std::vector<float> sorted(scores.begin(), scores.end());
    const auto last = sorted.begin() + static_cast<std::ptrdiff_t>(count - 1);
    std::ranges::nth_element(sorted, last, std::greater());
    std::ranges::replace_if(
        scores, [worst = *last](float score) { return score < worst; }, impossible);
}

void keepNucleus(std::span<float> scores, double share, std::size_t minimum) {
    if (share >= 1 || scores.empty()) {
        return;
    }
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t id) { return scores[id]; });
    const double highest = scores[order.front()];
    std::vector<double> probabilities(scores.size());
    std::ranges::transform(order, probabilities.begin(),
                           [&](std::size_t id) { return std::exp(scores[id] - highest); });
    const double wanted = share * std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    double kept = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        if (kept >= wanted && rank >= minimum) {
            scores[order[rank]] = impossible;
        }
        kept += probabilities[rank];
    }
}

} // namespace storyscope::inference
