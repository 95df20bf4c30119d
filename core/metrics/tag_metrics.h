// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace storyscope::metrics {

/// Precision, recall and F1. Where a class or sample has nothing to count, each is 0 (scikit-learn's zero_division=0).
struct PrecisionRecall {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
};

/// Decisions over samples × classes, sample by sample; not 0: yes.
struct TagTable {
    std::span<const std::uint8_t> labels;      ///< samples · classes
    std::span<const std::uint8_t> predictions; ///< samples · classes
    std::size_t classes = 0;
};

/// Scores of a multi-label decision, as scikit-learn defines them.
struct TagScores {
    PrecisionRecall micro;    ///< over all decisions at once
    PrecisionRecall macro;    ///< mean over classes
    PrecisionRecall weighted; ///< mean over classes, weighted by how often each is true
    PrecisionRecall samples;  ///< mean over samples
    std::vector<PrecisionRecall> classes;
    double hamming = 0;        ///< wrong decisions / decisions
    double subsetAccuracy = 0; ///< samples without a wrong decision / samples
    double jaccardSamples = 0; ///< mean over samples of common / any; 0 where there is neither
    double jaccardMacro = 0;   ///< mean over classes of the same
};

/// Throws Error{Mismatch} if the sizes do not fit together, Error{BadArgument} without samples or classes.
TagScores tagScores(const TagTable& table);

/// Area under precision over recall: Σ (recall step · precision), equal scores as one step. Throws Error{Mismatch},
/// Error{BadArgument} without a positive, Error{Numerical} for scores that are not numbers.
double averagePrecision(std::span<const std::uint8_t> labels, std::span<const double> scores);

/// Mean of averagePrecision() over the classes that have both labels; 0 if there is none. `scores` as TagTable's
/// decisions. Throws as the two functions above.
double meanAveragePrecision(const TagTable& labels, std::span<const double> scores);

} // namespace storyscope::metrics
