// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/decoding.h"

namespace storyscope::inference {

struct SamplingOptions {
    DecodingLimits limits;
    double temperature = 0.8; ///< > 0; below one: bolder about what is probable
    double topP = 0.9;        ///< (0, 1]: the nucleus, the fewest tokens whose probabilities reach this sum
    std::uint64_t seed = 0;   ///< text t draws from the sequence of (seed, t)
    int topK = 0;             ///< only so many of the most probable tokens; 0: all
    std::vector<std::uint64_t> textSeeds{}; ///< if any: text t draws from the sequence of (textSeeds[t], 0)
};

/// What sampling draws from: the probabilities of `scores` divided by the temperature, of those tokens only that are
/// among the topK best and then in the nucleus. Throws Error{BadArgument} for options out of range.
/// Source of the nucleus: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration".
std::vector<double> samplingDistribution(std::span<const float> scores, const SamplingOptions& options);

/// A seed of its own for each of many independent random sequences.
std::uint64_t mixedSeed(std::uint64_t seed, std::uint64_t sequence);

/// Draws each token at random. The same scorer, options and seed write the same
/// texts on every machine that computes the same scores. Throws Error{BadArgument}, Error{Cancelled}.
std::vector<Hypothesis> sampleTexts(NextTokenScorer& scorer, const SamplingOptions& options,
                                    const std::stop_token& stop, const TokenListener& listener = {});

} // namespace storyscope::inference
