// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

namespace storyscope::inference {

/// Spearman's rank correlation of two lists of equal length, in [−1, 1]; equal values share the mean of their ranks.
/// Values count as equal that differ by less than about a thousandth of the largest of their list, so that rounding
/// errors are not ranked. None if one of the lists has nothing to rank.
std::optional<double> rankCorrelation(std::span<const double> first, std::span<const double> second);

} // namespace storyscope::inference
