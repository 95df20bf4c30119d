// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor.h"

#include "core/metrics/meteor_aligner.h"
#include "core/metrics/meteor_words.h"
#include "core/metrics/ngrams.h"
#include "core/text/word_splitter.h"

#include <algorithm>
#include <optional>

namespace storyscope::metrics {

namespace {

/// A text's words and which of them are function words.
struct MeteorText {
    std::vector<std::string> words;
    std::vector<bool> isFunctionWord;

    MeteorText(const std::string& text, MeteorOptions::Text kind)
        : words(wordsBetweenSpaces(
              text::wordKey(kind == MeteorOptions::Text::Normalized ? meteorNormalized(text) : text))) {
        std::ranges::transform(words, std::back_inserter(isFunctionWord), isMeteorFunctionWord);
    }

    long functionWords() const { return std::ranges::count(isFunctionWord, true); }
    long functionWords(std::size_t begin, std::size_t length) const {
        const auto first = isFunctionWord.begin() + static_cast<std::ptrdiff_t>(begin);
        return std::count(first, first + static_cast<std::ptrdiff_t>(length), true);
    }
};

/// Runs of matches that follow each other on both sides.
long chunksOf(const std::vector<MeteorMatch>& alignment) {
    long chunks = 0;
    const MeteorMatch* last = nullptr;
    for (const MeteorMatch& match : alignment) {
        const bool continues = last != nullptr && match.reference == last->reference + last->referenceLength &&
                               match.hypothesis == last->hypothesis + last->hypothesisLength;
        chunks += continues ? 0 : 1;
        last = &match;
    }
    return chunks;
}

MeteorStatistics statisticsOf(const MeteorText& hypothesis, const MeteorText& reference,
                              const std::vector<MeteorMatch>& alignment) {
    MeteorStatistics statistics;
    statistics.hypothesisLength = static_cast<long>(hypothesis.words.size());
    statistics.referenceLength = static_cast<long>(reference.words.size());
    statistics.hypothesisFunctionWords = hypothesis.functionWords();
    statistics.referenceFunctionWords = reference.functionWords();
    statistics.chunks = chunksOf(alignment);
    for (const MeteorMatch& match : alignment) {
        MeteorStatistics::Matches& stage = statistics.stages[static_cast<std::size_t>(match.stage)];
        const long hypothesisFunction = hypothesis.functionWords(match.hypothesis, match.hypothesisLength);
        const long referenceFunction = reference.functionWords(match.reference, match.referenceLength);
        stage.hypothesisFunction += hypothesisFunction;
        stage.referenceFunction += referenceFunction;
        stage.hypothesisContent += static_cast<long>(match.hypothesisLength) - hypothesisFunction;
        stage.referenceContent += static_cast<long>(match.referenceLength) - referenceFunction;
        statistics.hypothesisMatches += static_cast<long>(match.hypothesisLength);
        statistics.referenceMatches += static_cast<long>(match.referenceLength);
    }
    return statistics;
}

} // namespace

Meteor::Meteor(const MeteorOptions& options) : m_options(options) {}

MeteorStatistics Meteor::statistics(const std::string& hypothesis, const std::vector<std::string>& references) const {
    const MeteorText told(hypothesis, m_options.text);
    std::optional<MeteorStatistics> best;
    double bestScore = 0;
    for (const std::string& text : references) {
        const MeteorText reference(text, m_options.text);
        const MeteorStatistics candidate =
            statisticsOf(told, reference, meteorAlignment(meteorMatches(told.words, reference.words, m_options)));
        const double candidateScore = score(candidate);
        if (!best || candidateScore > bestScore) {
            best = candidate;
            bestScore = candidateScore;
        }
    }
    return best.value_or(MeteorStatistics());
}

double Meteor::score(const MeteorStatistics& statistics) const {
    return meteorScore(statistics, m_options.parameters);
}

} // namespace storyscope::metrics
