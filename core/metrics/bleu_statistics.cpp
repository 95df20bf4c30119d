// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_statistics.h"

#include "core/metrics/ngrams.h"

#include <algorithm>
#include <cstdlib>

namespace storyscope::metrics {

namespace {

/// A caption whose words are numbers.
struct NumberedPair {
    std::vector<std::uint32_t> hypothesis;
    std::vector<std::vector<std::uint32_t>> references;

    explicit NumberedPair(const CaptionPair& pair) {
        WordNumbers numbers;
        hypothesis = numbers.numbersOf(pair.hypothesis);
        for (const auto& reference : pair.references) {
            references.push_back(numbers.numbersOf(reference));
        }
    }

    long matches(std::size_t order) const {
        NgramCounts counts = countNgrams(hypothesis, order);
        NgramCounts most;
        for (const auto& reference : references) {
            for (const auto& [ngram, count] : countNgrams(reference, order)) {
                long& known = most[ngram];
                known = std::max(known, count);
            }
        }
        long total = 0;
        for (const auto& [ngram, count] : counts) {
            const auto found = most.find(ngram);
            total += found == most.end() ? 0 : std::min(count, found->second);
        }
        return total;
    }
};

long lengthThatCounts(const CaptionPair& pair, ReferenceLength length) {
    const auto hypothesisLength = static_cast<long>(pair.hypothesis.size());
    long best = 0;
    bool isFirst = true;
    for (const auto& reference : pair.references) {
        const auto candidate = static_cast<long>(reference.size());
        const long distance = std::abs(candidate - hypothesisLength);
        const long bestDistance = std::abs(best - hypothesisLength);
        const bool isCloser = distance < bestDistance || (distance == bestDistance && candidate < best);
        if (isFirst || (length == ReferenceLength::Closest ? isCloser : candidate < best)) {
            best = candidate;
        }
        isFirst = false;
    }
    return best;
}

} // namespace

BleuStatistics& BleuStatistics::operator+=(const BleuStatistics& other) {
    for (std::size_t index = 0; index < correct.size(); ++index) {
        correct[index] += other.correct[index];
        guessed[index] += other.guessed[index];
    }
    hypothesisLength += other.hypothesisLength;
    referenceLength += other.referenceLength;
    return *this;
}

BleuStatistics bleuStatistics(const CaptionPair& pair, ReferenceLength length) {
    const NumberedPair numbered(pair);
    BleuStatistics statistics;
    statistics.hypothesisLength = static_cast<long>(pair.hypothesis.size());
    statistics.referenceLength = lengthThatCounts(pair, length);
    for (std::size_t order = 1; order <= statistics.correct.size(); ++order) {
        statistics.guessed[order - 1] = std::max(0L, statistics.hypothesisLength - static_cast<long>(order) + 1);
        statistics.correct[order - 1] = numbered.matches(order);
    }
    return statistics;
}

long matchingNgrams(const CaptionPair& pair, std::size_t order) {
    return NumberedPair(pair).matches(order);
}

} // namespace storyscope::metrics
