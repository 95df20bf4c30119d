// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_evaluate.h"

#include <cmath>

namespace storyscope::metrics {

double bleuEvaluate(const BleuStatistics& statistics) {
    double logarithms = 0;
    for (std::size_t index = 0; index < statistics.correct.size(); ++index) {
        if (statistics.correct[index] == 0) {
            return 0;
        }
        logarithms +=
            std::log(static_cast<double>(statistics.correct[index]) / static_cast<double>(statistics.guessed[index]));
    }
    const double ratio =
        static_cast<double>(statistics.hypothesisLength) / static_cast<double>(statistics.referenceLength);
    const double brevityPenalty = ratio > 1 ? 1 : std::exp(1 - 1 / ratio);
    return brevityPenalty * std::exp(logarithms / static_cast<double>(statistics.correct.size()));
}

} // namespace storyscope::metrics
