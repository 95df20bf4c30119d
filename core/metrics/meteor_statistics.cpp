// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor_statistics.h"

#include <algorithm>
#include <cmath>

namespace storyscope::metrics {

namespace {

/// Words weighted by δ, content against function.
double weightedWords(double content, double function, double delta) {
    return delta * content + (1 - delta) * function;
}

} // namespace

MeteorParameters meteorParameters(MeteorTask task) {
    switch (task) {
    case MeteorTask::Ranking:
        return {.alpha = 0.85, .beta = 0.20, .gamma = 0.60, .delta = 0.75, .weights = {1.0, 0.6, 0.8, 0.6}};
    case MeteorTask::Adequacy:
        return {.alpha = 0.75, .beta = 1.40, .gamma = 0.45, .delta = 0.70, .weights = {1.0, 1.0, 0.6, 0.8}};
    case MeteorTask::Editing:
        return {.alpha = 0.40, .beta = 1.50, .gamma = 0.35, .delta = 0.55, .weights = {1.0, 0.2, 0.6, 0.8}};
    case MeteorTask::LanguageIndependent:
        break;
    }
    return {.alpha = 0.75, .beta = 1.40, .gamma = 0.70, .delta = 0.50, .weights = {1.0, 0.5, 0.5, 0.5}};
}

bool MeteorStatistics::isPerfect() const {
    return hypothesisMatches == hypothesisLength && referenceMatches == referenceLength && chunks == 1;
}

MeteorStatistics& MeteorStatistics::operator+=(const MeteorStatistics& other) {
    hypothesisLength += other.hypothesisLength;
    referenceLength += other.referenceLength;
    hypothesisFunctionWords += other.hypothesisFunctionWords;
    referenceFunctionWords += other.referenceFunctionWords;
    for (std::size_t stage = 0; stage < stages.size(); ++stage) {
        stages[stage].hypothesisContent += other.stages[stage].hypothesisContent;
        stages[stage].referenceContent += other.stages[stage].referenceContent;
        stages[stage].hypothesisFunction += other.stages[stage].hypothesisFunction;
        stages[stage].referenceFunction += other.stages[stage].referenceFunction;
    }
    chunks += other.isPerfect() ? 0 : other.chunks;
    hypothesisMatches += other.hypothesisMatches;
    referenceMatches += other.referenceMatches;
    return *this;
}

double meteorScore(const MeteorStatistics& statistics, const MeteorParameters& parameters) {
    double hypothesisMatches = 0;
    double referenceMatches = 0;
    for (std::size_t stage = 0; stage < statistics.stages.size(); ++stage) {
        const MeteorStatistics::Matches& matches = statistics.stages[stage];
        const double weight = parameters.weights[stage];
        hypothesisMatches += weight * weightedWords(static_cast<double>(matches.hypothesisContent),
                                                    static_cast<double>(matches.hypothesisFunction), parameters.delta);
        referenceMatches += weight * weightedWords(static_cast<double>(matches.referenceContent),
                                                   static_cast<double>(matches.referenceFunction), parameters.delta);
    }
    if (hypothesisMatches == 0 || referenceMatches == 0) {
        return 0;
    }
    const double precision =
        hypothesisMatches /
        weightedWords(static_cast<double>(statistics.hypothesisLength - statistics.hypothesisFunctionWords),
                      static_cast<double>(statistics.hypothesisFunctionWords), parameters.delta);
    const double recall =
        referenceMatches /
        weightedWords(static_cast<double>(statistics.referenceLength - statistics.referenceFunctionWords),
                      static_cast<double>(statistics.referenceFunctionWords), parameters.delta);
    const double mean = 1 / ((1 - parameters.alpha) / precision + parameters.alpha / recall);
    const double matchedWords = static_cast<double>(statistics.hypothesisMatches + statistics.referenceMatches) / 2;
    const double fragmentation = statistics.isPerfect() ? 0.0 : static_cast<double>(statistics.chunks) / matchedWords;
    return std::max(0.0, mean * (1 - parameters.gamma * std::pow(fragmentation, parameters.beta)));
}

} // namespace storyscope::metrics
