// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/rank_correlation.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace storyscope::inference {

namespace {

constexpr double steps = 1000; // that are told apart between 0 and the largest value

std::vector<long long> coarse(std::span<const double> values) {
    double largest = 0;
    for (const double value : values) {
        largest = std::max(largest, std::abs(value));
    }
    std::vector<long long> result;
    for (const double value : values) {
        result.push_back(largest > 0 ? std::llround(value / largest * steps) : 0);
    }
    return result;
}

/// From 1 for the smallest; equal values have the mean of their places.
std::vector<double> ranksOf(std::span<const double> values) {
    const std::vector<long long> keys = coarse(values);
    std::vector<std::size_t> order(keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t index) { return keys[index]; });
    std::vector<double> ranks(keys.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && keys[order[end]] == keys[order[begin]]) {
            ++end;
        }
        for (std::size_t place = begin; place < end; ++place) {
            ranks[order[place]] = (static_cast<double>(begin + end) + 1) / 2;
        }
        begin = end;
    }
    return ranks;
}

} // namespace

std::optional<double> rankCorrelation(std::span<const double> first, std::span<const double> second) {
    if (first.size() != second.size()) {
        throw Error(ErrorCode::Internal, "Lists of different length have no rank correlation");
    }
    const std::vector<double> x = ranksOf(first);
    const std::vector<double> y = ranksOf(second);
    const double mean = (static_cast<double>(x.size()) + 1) / 2;
    double together = 0;
    double ofX = 0;
    double ofY = 0;
    for (std::size_t index = 0; index < x.size(); ++index) {
        together += (x[index] - mean) * (y[index] - mean);
        ofX += (x[index] - mean) * (x[index] - mean);
        ofY += (y[index] - mean) * (y[index] - mean);
    }
    return ofX > 0 && ofY > 0 ? std::optional(together / std::sqrt(ofX * ofY)) : std::nullopt;
}

} // namespace storyscope::inference
