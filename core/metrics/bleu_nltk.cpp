// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_nltk.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace storyscope::metrics {

namespace {

/// Matches over guesses of one order. NLTK keeps them apart until they are smoothed.
struct Precision {
    double numerator = 0;
    double denominator = 1;

    double value() const { return numerator / denominator; }
    bool isZero() const { return numerator == 0; }
};

struct Precisions {
    std::vector<Precision> orders;
    double fiveGrams = 0;        ///< precision of order five, for method 5
    double hypothesisLength = 0; ///< words
};

/// Zero numerators become `numerator(k)`, k counting them from 1.
template <typename Numerator>
void fillZeros(std::vector<Precision>& orders, const Numerator& numerator) {
    int zeros = 0;
    for (Precision& precision : orders) {
        if (precision.isZero()) {
            precision.numerator = numerator(++zeros);
        }
    }
}

void growWithLength(Precisions& precisions) {
    constexpr double strength = 5;
    if (precisions.hypothesisLength > 1) {
        const double logarithm = std::log(precisions.hypothesisLength);
        fillZeros(precisions.orders, [&](int zeros) { return 1 / (std::ldexp(strength, zeros) / logarithm); });
    }
}

void averageWithNeighbours(Precisions& precisions) {
    double before = precisions.orders.front().value() + 1;
    for (std::size_t index = 0; index < precisions.orders.size(); ++index) {
        const double after =
            index + 1 < precisions.orders.size() ? precisions.orders[index + 1].value() : precisions.fiveGrams;
        before = (before + precisions.orders[index].value() + after) / 3;
        precisions.orders[index] = {.numerator = before, .denominator = 1};
    }
}

void smooth(Precisions& precisions, NltkSmoothing smoothing) {
    switch (smoothing) {
    case NltkSmoothing::Method0:
        for (Precision& precision : precisions.orders) {
            precision = precision.isZero()
                            ? Precision{.numerator = std::numeric_limits<double>::min(), .denominator = 1}
                            : precision;
        }
        break;
    case NltkSmoothing::Method1:
        fillZeros(precisions.orders, [](int) { return 0.1; });
        break;
    case NltkSmoothing::Method2:
        std::for_each(precisions.orders.begin() + 1, precisions.orders.end(), [](Precision& precision) {
            ++precision.numerator;
            ++precision.denominator;
        });
        break;
    case NltkSmoothing::Method3:
        fillZeros(precisions.orders, [](int zeros) { return std::ldexp(1.0, -zeros); });
        break;
    case NltkSmoothing::Method4:
        growWithLength(precisions);
        break;
    case NltkSmoothing::Method5:
        averageWithNeighbours(precisions);
        break;
    case NltkSmoothing::Method7:
        growWithLength(precisions);
        averageWithNeighbours(precisions);
        break;
    }
}

double fiveGramPrecision(const CaptionPair& pair) {
    constexpr std::size_t order = 5;
    const std::size_t length = pair.hypothesis.size();
    const std::size_t guessed = length >= order ? length - order + 1 : 1;
    return static_cast<double>(matchingNgrams(pair, order)) / static_cast<double>(guessed);
}

double brevityPenalty(const BleuStatistics& statistics) {
    if (statistics.hypothesisLength > statistics.referenceLength) {
        return 1;
    }
    return statistics.hypothesisLength == 0 ? 0
                                            : std::exp(1 - static_cast<double>(statistics.referenceLength) /
                                                               static_cast<double>(statistics.hypothesisLength));
}

/// NLTK counts at least one guess for each caption and order.
BleuStatistics withGuesses(BleuStatistics statistics) {
    for (long& guessed : statistics.guessed) {
        guessed = std::max(guessed, 1L);
    }
    return statistics;
}

double scoreOf(const BleuStatistics& sum, NltkSmoothing smoothing, double fiveGrams, int orders) {
    if (sum.correct.front() == 0) {
        return 0;
    }
    Precisions precisions{
        .orders = {}, .fiveGrams = fiveGrams, .hypothesisLength = static_cast<double>(sum.hypothesisLength)};
    for (std::size_t index = 0; index < static_cast<std::size_t>(orders); ++index) {
        precisions.orders.push_back({.numerator = static_cast<double>(sum.correct[index]),
                                     .denominator = static_cast<double>(sum.guessed[index])});
    }
    smooth(precisions, smoothing);
    double logarithms = 0;
    for (const Precision& precision : precisions.orders) {
        logarithms += precision.value() > 0 ? std::log(precision.value()) / orders : 0.0; // NLTK skips zeros
    }
    return brevityPenalty(sum) * std::exp(logarithms);
}

} // namespace

double bleuNltkSentence(const CaptionPair& pair, NltkSmoothing smoothing, int orders) {
    return bleuNltkCorpus({pair}, smoothing, orders);
}

double bleuNltk(const BleuStatistics& statistics, NltkSmoothing smoothing) {
    return scoreOf(withGuesses(statistics), smoothing, 0, 4);
}

double bleuNltkCorpus(const std::vector<CaptionPair>& corpus, NltkSmoothing smoothing, int orders) {
    BleuStatistics sum;
    for (const CaptionPair& pair : corpus) {
        sum += withGuesses(bleuStatistics(pair));
    }
    return corpus.empty() ? 0.0 : scoreOf(sum, smoothing, fiveGramPrecision(corpus.back()), orders);
}

} // namespace storyscope::metrics
