// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/self_bleu.h"

#include "core/base/progress.h"
#include "core/metrics/bleu_nltk.h"
#include "core/metrics/bleu_statistics.h"
#include "core/metrics/ngrams.h"

#include <algorithm>
#include <array>
#include <map>

namespace storyscope::metrics {

namespace {

constexpr std::size_t orders = 4;

/// The two largest counts of an n-gram in a text, and whose the largest is: enough to leave one text out.
struct LargestCounts {
    long largest = 0;
    std::size_t text = 0;
    long second = 0;

    void add(long count, std::size_t of) {
        if (count > largest) {
            second = largest;
            largest = count;
            text = of;
        } else {
            second = std::max(second, count);
        }
    }
    long without(std::size_t left) const { return left == text ? second : largest; }
};

using Counts = std::array<NgramCounts, orders>;
using Largest = std::array<std::unordered_map<Ngram, LargestCounts, NgramHash>, orders>;

/// Of the other texts' lengths the one closest to that of `text`, the shorter of two.
long closestLength(const std::map<long, std::size_t>& lengths, long length) {
    const auto isOther = [&](std::map<long, std::size_t>::const_iterator entry) {
        return entry->first != length || entry->second > 1;
    };
    auto above = lengths.lower_bound(length);
    if (above != lengths.end() && !isOther(above)) {
        ++above;
    }
    auto below = lengths.lower_bound(length);
    if (below == lengths.begin()) {
        return above->first;
    }
    --below;
    return above == lengths.end() || length - below->first <= above->first - length ? below->first : above->first;
}

BleuStatistics statisticsOf(const Counts& counts, const Largest& largest, std::size_t text, long length) {
    BleuStatistics statistics;
    statistics.hypothesisLength = length;
    for (std::size_t index = 0; index < orders; ++index) {
        statistics.guessed[index] = std::max(0L, length - static_cast<long>(index));
        for (const auto& [ngram, count] : counts[index]) {
            statistics.correct[index] += std::min(count, largest[index].at(ngram).without(text));
        }
    }
    return statistics;
}

} // namespace

double selfBleu4(const std::vector<std::vector<std::string>>& texts, const std::stop_token& stop) {
    if (texts.size() < 2) {
        return 0;
    }
    WordNumbers numbers;
    std::vector<Counts> counts(texts.size());
    Largest largest;
    std::map<long, std::size_t> lengths;
    for (std::size_t text = 0; text < texts.size(); ++text) {
        throwIfStopped(stop);
        const auto words = numbers.numbersOf(texts[text]);
        ++lengths[static_cast<long>(words.size())];
        for (std::size_t index = 0; index < orders; ++index) {
            counts[text][index] = countNgrams(words, index + 1);
            for (const auto& [ngram, count] : counts[text][index]) {
                largest[index][ngram].add(count, text);
            }
        }
    }
    double total = 0;
    for (std::size_t text = 0; text < texts.size(); ++text) {
        throwIfStopped(stop);
        const auto length = static_cast<long>(texts[text].size());
        BleuStatistics statistics = statisticsOf(counts[text], largest, text, length);
        statistics.referenceLength = closestLength(lengths, length);
        total += bleuNltk(statistics, NltkSmoothing::Method1);
    }
    return total / static_cast<double>(texts.size());
}

} // namespace storyscope::metrics
