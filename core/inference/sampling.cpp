// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/sampling.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace storyscope::inference {

namespace {

/// In [0, 1), from the upper 53 bits; std::uniform_real_distribution differs between standard libraries.
double uniform(std::mt19937_64& generator) {
    return static_cast<double>(generator() >> 11) * 0x1.0p-53;
}

std::vector<double> softmax(std::span<const float> logits, double temperature) {
    const double highest = *std::ranges::max_element(logits);
    std::vector<double> probabilities(logits.size());
    std::ranges::transform(logits, probabilities.begin(),
                           [&](float logit) { return std::exp((static_cast<double>(logit) - highest) / temperature); });
    const double sum = std::accumulate(probabilities.begin(), probabilities.end(), 0.0);
    std::ranges::for_each(probabilities, [&](double& probability) { probability /= sum; });
    return probabilities;
}

std::size_t draw(const std::vector<double>& probabilities, std::mt19937_64& generator) {
    double left = uniform(generator);
    std::size_t last = 0;
    for (std::size_t id = 0; id < probabilities.size(); ++id) {
        if (probabilities[id] <= 0) {
            continue;
        }
        last = id;
        left -= probabilities[id];
        if (left < 0) {
            break;
        }
    }
    return last;
}

} // namespace

std::vector<double> samplingDistribution(std::span<const float> logProbabilities, double temperature, double topP) {
    if (!(temperature > 0) || !(topP > 0 && topP <= 1)) {
        throw Error(ErrorCode::BadArgument, "Sampling needs a temperature above 0 and a nucleus above 0 and up to 1");
    }
    std::vector<double> probabilities = softmax(logProbabilities, temperature);
    std::vector<std::size_t> order(probabilities.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::size_t id) { return probabilities[id]; });
    double kept = 0;
    for (const std::size_t id : order) {
        if (kept >= topP) {
            probabilities[id] = 0;
        }
        kept += probabilities[id];
    }
    std::ranges::for_each(probabilities, [&](double& probability) { probability /= kept; });
    return probabilities;
}

std::uint64_t mixedSeed(std::uint64_t seed, std::uint64_t sequence) {
    // SplitMix64 (Steele et al. 2014): neighbouring seeds give unrelated numbers.
    std::uint64_t mixed = seed + 0x9E3779B97F4A7C15ULL * (sequence + 1);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
}

std::vector<Hypothesis> sampleTexts(NextTokenScorer& scorer, const SamplingOptions& options,
                                    const std::stop_token& stop, const TokenListener& listener) {
    std::vector<std::mt19937_64> generators;
    for (std::size_t text = 0; text < scorer.textCount(); ++text) {
        generators.emplace_back(mixedSeed(options.seed, text));
    }
    const auto drawn = [&](std::size_t text, std::span<const float> allowed) {
        const auto probabilities = samplingDistribution(allowed, options.temperature, options.topP);
        return static_cast<std::int64_t>(draw(probabilities, generators[text]));
    };
    return writeTexts(scorer, options.limits, stop, {drawn, listener});
}

} // namespace storyscope::inference
