// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace storyscope::metrics {

/// Counts of a multi-label decision over all labels and samples.
struct TagCounts {
    long truePositives = 0;
    long falsePositives = 0;
    long falseNegatives = 0;

    double precision() const; ///< 0 if nothing was predicted
    double recall() const;    ///< 0 if nothing was there
    double f1() const;        ///< micro-F1; 0 if both are empty
};

/// Spearman's rank correlation with average ranks for ties; 0 if either side is constant or empty. Throws
/// Error{Mismatch} for unequal sizes, Error{Numerical} for values that are not numbers.
double spearman(std::span<const double> a, std::span<const double> b);

/// Area under the ROC curve: the chance that a positive scores above a negative, ties counting one half. Throws
/// Error{BadArgument} if there are no positives or no negatives, Error{Numerical} for values that are not numbers.
double auroc(std::span<const double> positives, std::span<const double> negatives);

} // namespace storyscope::metrics
