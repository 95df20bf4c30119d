// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/sampling.h"

#include "core/base/error.h"
#include "core/inference/score_rules.h"

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

std::vector<double> softmax(std::span<const float> scores) {
    const double highest = *std::ranges::max_element(scores);
    std::vector<double> probabilities(scores.size());
    std::ranges::transform(scores, probabilities.begin(),
                           [&](float score) { return std::exp(static_cast<double>(score) - highest); });
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

void check(const SamplingOptions& options) {
    if (!(options.temperature > 0) || !std::isfinite(options.temperature)) {
        throw Error(ErrorCode::BadArgument, "Sampling needs a temperature above 0");
    }
    if (!(options.topP > 0 && options.topP <= 1)) {
        throw Error(ErrorCode::BadArgument, "Sampling needs a nucleus (top-p) above 0 and up to 1");
    }
    if (options.topK < 0) {
        throw Error(ErrorCode::BadArgument, "The number of best tokens to sample from (top-k) cannot be negative");
    }
}

} // namespace

std::vector<double> samplingDistribution(std::span<const float> scores, const SamplingOptions& options) {
    check(options);
    std::vector<float> bent(scores.begin(), scores.end());
    divideByTemperature(bent, options.temperature);
    keepBest(bent, static_cast<std::size_t>(options.topK));
    keepNucleus(bent, options.topP);
    return softmax(bent);
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
        generators.emplace_back(options.textSeeds.empty() ? mixedSeed(options.seed, text)
                                                          : mixedSeed(options.textSeeds.at(text), 0));
    }
    const auto drawn = [&](std::size_t text, std::span<const float> allowed) {
        const auto probabilities = samplingDistribution(allowed, options);
        return static_cast<std::int64_t>(draw(probabilities, generators[text]));
    };
    return writeTexts(scorer, options.limits, stop, {drawn, listener});
}

} // namespace storyscope::inference
