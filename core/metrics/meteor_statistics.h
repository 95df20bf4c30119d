// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace storyscope::metrics {

/// How METEOR finds two words alike, in this order.
enum class MeteorStage { Exact, Stem, Synonym, Paraphrase };
inline constexpr std::size_t meteorStages = 4;

/// Which human judgement METEOR's English parameters were fitted to.
enum class MeteorTask { Ranking, Adequacy, Editing, LanguageIndependent };

struct MeteorParameters {
    double alpha = 0;                           ///< weight of recall against precision
    double beta = 0;                            ///< shape of the penalty for scattered matches
    double gamma = 0;                           ///< its height
    double delta = 0;                           ///< weight of content words against function words
    std::array<double, meteorStages> weights{}; ///< of each stage's matches
};

MeteorParameters meteorParameters(MeteorTask task);

/// What METEOR needs to know of a caption and one reference: its line of 23 numbers. Those of many captions add up.
struct MeteorStatistics {
    /// Words that one stage matched.
    struct Matches {
        long hypothesisContent = 0;
        long referenceContent = 0;
        long hypothesisFunction = 0;
        long referenceFunction = 0;

        bool operator==(const Matches&) const = default;
    };

    long hypothesisLength = 0;
    long referenceLength = 0;
    long hypothesisFunctionWords = 0;
    long referenceFunctionWords = 0;
    std::array<Matches, meteorStages> stages{};
    long chunks = 0; ///< runs of matches that are in the same order on both sides
    long hypothesisMatches = 0;
    long referenceMatches = 0;

    /// All words match, in the same order.
    bool isPerfect() const;
    /// A perfect caption adds no chunks.
    MeteorStatistics& operator+=(const MeteorStatistics& other);
    bool operator==(const MeteorStatistics&) const = default;
};

/// From 0 to 1.
double meteorScore(const MeteorStatistics& statistics, const MeteorParameters& parameters);

} // namespace storyscope::metrics
