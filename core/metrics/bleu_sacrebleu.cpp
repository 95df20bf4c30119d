// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_sacrebleu.h"

#include <algorithm>
#include <cmath>

namespace storyscope::metrics {

SacrebleuScore bleuSacrebleu(const BleuStatistics& statistics, const SacrebleuOptions& options) {
    using Smoothing = SacrebleuOptions::Smoothing;
    SacrebleuScore result;
    const auto hypothesisLength = static_cast<double>(statistics.hypothesisLength);
    const auto referenceLength = static_cast<double>(statistics.referenceLength);
    result.brevityPenalty = 1;
    if (hypothesisLength < referenceLength) {
        result.brevityPenalty = hypothesisLength > 0 ? std::exp(1 - referenceLength / hypothesisLength) : 0;
    }
    if (std::ranges::all_of(statistics.correct, [](long count) { return count == 0; })) {
        return result;
    }
    double smoothing = 1;
    std::size_t usedOrders = options.effectiveOrder ? 0 : result.precisions.size();
    for (std::size_t index = 0; index < result.precisions.size(); ++index) {
        const double added = options.smoothing == Smoothing::AddK && index > 0 ? options.value : 0;
        const double correct = static_cast<double>(statistics.correct[index]) + added;
        const double total = static_cast<double>(statistics.guessed[index]) + added;
        if (total == 0) {
            break;
        }
        usedOrders = options.effectiveOrder ? index + 1 : usedOrders;
        if (correct > 0) {
            result.precisions[index] = 100 * correct / total;
        } else if (options.smoothing == Smoothing::Exponential) {
            smoothing *= 2;
            result.precisions[index] = 100 / (smoothing * total);
        } else if (options.smoothing == Smoothing::Floor) {
            result.precisions[index] = 100 * options.value / total;
        }
    }
    double logarithms = 0;
    for (std::size_t index = 0; index < usedOrders; ++index) {
        if (result.precisions[index] == 0) {
            return result;
        }
        logarithms += std::log(result.precisions[index]);
    }
    result.score = result.brevityPenalty * std::exp(logarithms / static_cast<double>(usedOrders));
    return result;
}

} // namespace storyscope::metrics
