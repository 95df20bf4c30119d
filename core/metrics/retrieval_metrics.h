// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace storyscope::metrics {

/// The rank (from 1) of the right candidate of each query: row `query` of `similarities` (queries × candidates) holds
/// how much each candidate suits it, and the right one is `right[query]`. A candidate that scores the same counts as
/// better, so that a constant model comes last. Throws Error{Mismatch} for sizes that do not fit, Error{Numerical} for
/// values that are not numbers.
std::vector<std::size_t> retrievalRanks(std::span<const float> similarities, std::span<const std::size_t> right);

/// Share of ranks up to `k`: R@k. Both return 0 without ranks.
double recallAt(std::span<const std::size_t> ranks, std::size_t k);
/// The middle rank; of an even number the mean of the two middle ones.
double medianRank(std::span<const std::size_t> ranks);

} // namespace storyscope::metrics
