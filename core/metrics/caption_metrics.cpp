// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/caption_metrics.h"

#include "core/text/word_splitter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>

namespace storyscope::metrics {

namespace {

constexpr std::size_t maximumOrder = 4;
// The reference implementation's guards against division by zero. They shape the result, so they are part of it.
constexpr double tiny = 1e-15;
constexpr double small = 1e-9;

using NgramCounts = std::map<std::vector<std::string>, long>;

NgramCounts countNgrams(const std::vector<std::string>& tokens, std::size_t order) {
    NgramCounts counts;
    for (std::size_t begin = 0; begin + order <= tokens.size(); ++begin) {
        const auto first = tokens.begin() + static_cast<std::ptrdiff_t>(begin);
        ++counts[std::vector(first, first + static_cast<std::ptrdiff_t>(order))];
    }
    return counts;
}

/// How many of the hypothesis' n-grams occur in a reference, each at most as often as in the one that has it most
/// often.
long matches(const CaptionPair& pair, std::size_t order) {
    NgramCounts most;
    for (const auto& reference : pair.references) {
        for (const auto& [ngram, count] : countNgrams(reference, order)) {
            most[ngram] = std::max(most[ngram], count);
        }
    }
    long total = 0;
    for (const auto& [ngram, count] : countNgrams(pair.hypothesis, order)) {
        const auto found = most.find(ngram);
        total += found == most.end() ? 0 : std::min(count, found->second);
    }
    return total;
}

/// The length of the reference closest to the hypothesis; of two equally close ones the shorter.
std::size_t closestLength(const CaptionPair& pair) {
    const auto length = static_cast<std::ptrdiff_t>(pair.hypothesis.size());
    std::pair<std::ptrdiff_t, std::size_t> best{-1, 0};
    for (const auto& reference : pair.references) {
        const std::pair candidate{std::abs(static_cast<std::ptrdiff_t>(reference.size()) - length), reference.size()};
        best = best.first < 0 ? candidate : std::min(best, candidate);
    }
    return best.second;
}

} // namespace

BleuStatistics& BleuStatistics::operator+=(const BleuStatistics& other) {
    for (std::size_t index = 0; index < maximumOrder; ++index) {
        correct[index] += other.correct[index];
        guessed[index] += other.guessed[index];
    }
    hypothesisLength += other.hypothesisLength;
    referenceLength += other.referenceLength;
    return *this;
}

BleuStatistics bleuStatistics(const CaptionPair& pair) {
    const std::size_t length = pair.hypothesis.size();
    BleuStatistics statistics;
    statistics.hypothesisLength = static_cast<long>(length);
    statistics.referenceLength = static_cast<long>(closestLength(pair));
    for (std::size_t order = 1; order <= maximumOrder; ++order) {
        statistics.guessed[order - 1] = length >= order ? static_cast<long>(length - order + 1) : 0;
        statistics.correct[order - 1] = matches(pair, order);
    }
    return statistics;
}

std::array<double, 4> bleuCoco(const BleuStatistics& statistics) {
    std::array<double, maximumOrder> scores{};
    const double ratio = (static_cast<double>(statistics.hypothesisLength) + tiny) /
                         (static_cast<double>(statistics.referenceLength) + small);
    const double brevityPenalty = ratio < 1 ? std::exp(1 - 1 / ratio) : 1;
    double product = 1;
    for (std::size_t index = 0; index < maximumOrder; ++index) {
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

std::vector<std::string> captionWords(const std::string& caption) {
    std::vector<std::string> words;
    for (const text::WordSpan& span : text::splitWords(caption)) {
        if (!span.isMark) {
            words.push_back(text::wordKey(std::string_view(caption).substr(span.begin, span.end - span.begin)));
        }
    }
    return words;
}

} // namespace storyscope::metrics
