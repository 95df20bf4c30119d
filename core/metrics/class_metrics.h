// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/tag_metrics.h"

#include <cstddef>
#include <span>
#include <vector>

namespace storyscope::metrics {

/// Scores of choosing one class of many.
struct ClassScores {
    double accuracy = 0;
    double balancedAccuracy = 0; ///< mean recall of the classes that occur
    PrecisionRecall macro;
    PrecisionRecall weighted;
    double cohenKappa = 0;                    ///< agreement beyond chance
    double matthewsCorrelation = 0;           ///< 0 where one side is constant
    std::vector<std::vector<long>> confusion; ///< [true class][predicted class]
};

/// Throws Error{Mismatch} for unequal sizes, Error{BadArgument} for none or a class of `classes` or more.
ClassScores classScores(std::span<const std::size_t> truth, std::span<const std::size_t> predicted,
                        std::size_t classes);

} // namespace storyscope::metrics
