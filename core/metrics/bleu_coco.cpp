// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_coco.h"

#include <cmath>

namespace storyscope::metrics {

std::array<double, 4> bleuCoco(const BleuStatistics& statistics) {
    // The reference implementation's guards against division by zero. They shape the result, so they are part of it.
    constexpr double tiny = 1e-15;
    constexpr double small = 1e-9;
    std::array<double, 4> scores{};
    const double ratio = (static_cast<double>(statistics.hypothesisLength) + tiny) /
                         (static_cast<double>(statistics.referenceLength) + small);
    const double brevityPenalty = ratio < 1 ? std::exp(1 - 1 / ratio) : 1;
    double product = 1;
    for (std::size_t index = 0; index < scores.size(); ++index) {
        product *= (static_cast<double>(statistics.correct[index]) + tiny) /
                   (static_cast<double>(statistics.guessed[index]) + small);
        scores[index] = std::pow(product, 1.0 / static_cast<double>(index + 1)) * brevityPenalty;
    }
    return scores;
}

std::array<double, 4> bleuCoco(const std::vector<CaptionPair>& corpus) {
    if (corpus.empty()) {
        return {};
    }
    BleuStatistics sum;
    for (const CaptionPair& pair : corpus) {
        sum += bleuStatistics(pair);
    }
    return bleuCoco(sum);
}

} // namespace storyscope::metrics
