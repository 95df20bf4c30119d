// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/cider_d.h"

#include "core/base/progress.h"
#include "core/metrics/ngrams.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_set>

namespace storyscope::metrics {

namespace {

constexpr std::size_t orders = 4;

/// A caption's n-grams, each weighted by how often it occurs and how much it tells.
struct WeightedCaption {
    using Vector = std::unordered_map<Ngram, double, NgramHash>;

    std::array<Vector, orders> vectors;
    std::array<double, orders> norms{};
    double pairs = 0; ///< two-word groups: what the length penalty compares
};

class CorpusWeights {
public:
    explicit CorpusWeights(const std::vector<std::vector<std::vector<std::uint32_t>>>& references)
        : m_logImages(std::log(static_cast<double>(references.size()))) {
        for (const auto& image : references) {
            std::unordered_set<Ngram, NgramHash> seen;
            for (const auto& reference : image) {
                for (std::size_t order = 1; order <= orders; ++order) {
                    for (const auto& [ngram, count] : countNgrams(reference, order)) {
                        seen.insert(ngram);
                    }
                }
            }
            for (const Ngram& ngram : seen) {
                ++m_images[ngram];
            }
        }
    }

    WeightedCaption weighted(const std::vector<std::uint32_t>& words) const {
        WeightedCaption caption;
        for (std::size_t index = 0; index < orders; ++index) {
            double squares = 0;
            for (const auto& [ngram, count] : countNgrams(words, index + 1)) {
                const double weight = static_cast<double>(count) * (m_logImages - logImages(ngram));
                caption.vectors[index][ngram] = weight;
                squares += weight * weight;
            }
            caption.norms[index] = std::sqrt(squares);
        }
        caption.pairs = words.size() < 2 ? 0.0 : static_cast<double>(words.size() - 1);
        return caption;
    }

private:
    double logImages(const Ngram& ngram) const {
        const auto found = m_images.find(ngram);
        return found == m_images.end() ? 0.0 : std::log(static_cast<double>(found->second));
    }

    NgramCounts m_images; ///< of how many images a reference has it
    double m_logImages;
};

double similarity(const WeightedCaption& hypothesis, const WeightedCaption& reference) {
    constexpr double sigma = 6;
    const double difference = hypothesis.pairs - reference.pairs;
    double total = 0;
    for (std::size_t index = 0; index < orders; ++index) {
        double product = 0;
        for (const auto& [ngram, weight] : hypothesis.vectors[index]) {
            const auto found = reference.vectors[index].find(ngram);
            if (found != reference.vectors[index].end()) {
                product += std::min(weight, found->second) * found->second;
            }
        }
        const double norms = hypothesis.norms[index] * reference.norms[index];
        total += norms > 0 ? product / norms : 0.0;
    }
    return total * std::exp(-(difference * difference) / (2 * sigma * sigma)) / orders;
}

} // namespace

std::vector<double> ciderD(const std::vector<CaptionPair>& corpus, const std::stop_token& stop) {
    WordNumbers numbers;
    std::vector<std::vector<std::vector<std::uint32_t>>> references;
    for (const CaptionPair& pair : corpus) {
        references.emplace_back();
        for (const auto& reference : pair.references) {
            references.back().push_back(numbers.numbersOf(reference));
        }
    }
    const CorpusWeights weights(references);
    std::vector<double> scores;
    for (std::size_t index = 0; index < corpus.size(); ++index) {
        throwIfStopped(stop);
        const WeightedCaption hypothesis = weights.weighted(numbers.numbersOf(corpus[index].hypothesis));
        double total = 0;
        for (const auto& reference : references[index]) {
            total += similarity(hypothesis, weights.weighted(reference));
        }
        scores.push_back(references[index].empty() ? 0.0 : 10 * total / static_cast<double>(references[index].size()));
    }
    return scores;
}

} // namespace storyscope::metrics
