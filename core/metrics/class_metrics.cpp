// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/class_metrics.h"

#include "core/base/error.h"
#include "core/metrics/score_metrics.h"

#include <algorithm>
#include <cmath>

namespace storyscope::metrics {

namespace {

/// Sums of a confusion matrix.
struct Margins {
    std::vector<double> truth;     ///< how often each class is true
    std::vector<double> predicted; ///< how often each is predicted
    double right = 0;
    double all = 0;
};

Margins marginsOf(const std::vector<std::vector<long>>& confusion) {
    Margins margins{.truth = std::vector<double>(confusion.size()), .predicted = std::vector<double>(confusion.size())};
    for (std::size_t row = 0; row < confusion.size(); ++row) {
        for (std::size_t column = 0; column < confusion.size(); ++column) {
            const auto count = static_cast<double>(confusion[row][column]);
            margins.truth[row] += count;
            margins.predicted[column] += count;
            margins.right += row == column ? count : 0;
            margins.all += count;
        }
    }
    return margins;
}

void addClass(ClassScores& scores, const TagCounts& counts, double macroWeight, double weight) {
    const auto addTo = [&](PrecisionRecall& sum, double share) {
        sum.precision += share * counts.precision();
        sum.recall += share * counts.recall();
        sum.f1 += share * counts.f1();
    };
    addTo(scores.macro, macroWeight);
    addTo(scores.weighted, weight);
}

} // namespace

ClassScores classScores(std::span<const std::size_t> truth, std::span<const std::size_t> predicted,
                        std::size_t classes) {
    if (truth.size() != predicted.size()) {
        throw Error(ErrorCode::Mismatch, "Each sample needs a true and a predicted class");
    }
    const auto isUnknown = [classes](std::size_t each) { return each >= classes; };
    if (truth.empty() || std::ranges::any_of(truth, isUnknown) || std::ranges::any_of(predicted, isUnknown)) {
        throw Error(ErrorCode::BadArgument, "There are no samples, or a class is out of range");
    }
    ClassScores scores;
    scores.confusion.assign(classes, std::vector<long>(classes));
    for (std::size_t index = 0; index < truth.size(); ++index) {
        ++scores.confusion[truth[index]][predicted[index]];
    }
    const Margins margins = marginsOf(scores.confusion);
    const auto isPresent = [&](std::size_t each) { return margins.truth[each] + margins.predicted[each] > 0; };
    double present = 0;
    double occurring = 0;
    for (std::size_t each = 0; each < classes; ++each) {
        present += isPresent(each) ? 1 : 0;
        occurring += margins.truth[each] > 0 ? 1 : 0;
    }
    double byChance = 0;
    double truthSquares = 0;
    double predictedSquares = 0;
    for (std::size_t each = 0; each < classes; ++each) {
        const long right = scores.confusion[each][each];
        const TagCounts counts{.truePositives = right,
                               .falsePositives = std::lround(margins.predicted[each]) - right,
                               .falseNegatives = std::lround(margins.truth[each]) - right};
        addClass(scores, counts, isPresent(each) ? 1 / present : 0, margins.truth[each] / margins.all);
        scores.balancedAccuracy += margins.truth[each] > 0 ? counts.recall() / occurring : 0;
        byChance += margins.truth[each] * margins.predicted[each];
        truthSquares += margins.truth[each] * margins.truth[each];
        predictedSquares += margins.predicted[each] * margins.predicted[each];
    }
    const double squares = margins.all * margins.all;
    scores.accuracy = margins.right / margins.all;
    const double chance = byChance / squares;
    scores.cohenKappa = chance < 1 ? (scores.accuracy - chance) / (1 - chance) : 0.0;
    const double scale = std::sqrt(squares - truthSquares) * std::sqrt(squares - predictedSquares);
    scores.matthewsCorrelation = scale > 0 ? (margins.right * margins.all - byChance) / scale : 0.0;
    return scores;
}

} // namespace storyscope::metrics
