// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/score_metrics.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

namespace storyscope::metrics {

namespace {

double ratio(long part, long whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> averageRanks(std::span<const double> values) {
    if (std::ranges::any_of(values, [](double value) { return std::isnan(value); })) {
        throw Error(ErrorCode::Numerical, "Values that are not numbers cannot be ranked");
    }
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t index) { return values[index]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && values[order[end]] == values[order[begin]]) {
            ++end;
        }
        for (std::size_t position = begin; position < end; ++position) {
            ranks[order[position]] = static_cast<double>(begin + 1 + end) / 2;
        }
        begin = end;
    }
    return ranks;
}

double sumOfProducts(const std::vector<double>& a, const std::vector<double>& b, double mean) {
    return std::transform_reduce(a.begin(), a.end(), b.begin(), 0.0, std::plus<>(),
                                 [mean](double valueA, double valueB) { return (valueA - mean) * (valueB - mean); });
}

} // namespace

double TagCounts::precision() const {
    return ratio(truePositives, truePositives + falsePositives);
}

double TagCounts::recall() const {
    return ratio(truePositives, truePositives + falseNegatives);
}

double TagCounts::f1() const {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

double spearman(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size()) {
        throw Error(ErrorCode::Mismatch, "A rank correlation needs two lists of equal length");
    }
    const auto ranksA = averageRanks(a);
    const auto ranksB = averageRanks(b);
    const double mean = (static_cast<double>(a.size()) + 1) / 2; // of any ranking with shared ranks
    const double scale = std::sqrt(sumOfProducts(ranksA, ranksA, mean) * sumOfProducts(ranksB, ranksB, mean));
    return scale > 0 ? sumOfProducts(ranksA, ranksB, mean) / scale : 0.0;
}

double auroc(std::span<const double> positives, std::span<const double> negatives) {
    if (positives.empty() || negatives.empty()) {
        throw Error(ErrorCode::BadArgument, "The area under the ROC curve needs positives and negatives");
    }
    std::vector<double> all(positives.begin(), positives.end());
    all.insert(all.end(), negatives.begin(), negatives.end());
    const auto ranks = averageRanks(all);
    const auto count = static_cast<double>(positives.size());
    // Mann and Whitney's U: the positives' rank sum less what it would be at the bottom.
    const double rankSum =
        std::accumulate(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(positives.size()), 0.0);
    return (rankSum - count * (count + 1) / 2) / (count * static_cast<double>(negatives.size()));
}

} // namespace storyscope::metrics
