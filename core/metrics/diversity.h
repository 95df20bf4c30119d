// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/score_name.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::metrics {

/// The sentences of one story, each a list of words without punctuation.
using StoryWords = std::vector<std::vector<std::string>>;

/// Sentences end with . ! or ? that stand as tokens of their own; words as text::cocoWords() finds them. Sentences
/// without words are left out.
StoryWords storyWords(const std::string& story);

/// How much stories repeat themselves and each other. Shares are from 0 to 1, and 0 where there is nothing to count.
struct Diversity {
    std::size_t stories = 0;
    std::size_t sentences = 0;
    std::size_t words = 0;
    std::size_t vocabulary = 0;       ///< different words
    double distinct1 = 0;             ///< different words / words, over all stories
    double distinct2 = 0;             ///< the same of pairs of words inside a sentence
    double distinct3 = 0;             ///< the same of three words
    double selfBleu4 = 0;             ///< mean BLEU-4 (NLTK, method 1) of a story against all others
    double sentenceRepetition = 0;    ///< sentences that occurred before in their story / sentences
    double storiesWithRepetition = 0; ///< stories that have such a sentence / stories
    double sharedSentences = 0;       ///< sentences that another story has too / sentences
    double repetition4 = 0;           ///< mean over stories of 1 − different / all four-word groups (seq-rep-4)
    double genericSentences = 0;      ///< sentences that contain one of genericPhrases() / sentences
    /// The sentences that most stories have, with how many; ten at most, each in two stories or more.
    std::vector<std::pair<std::string, std::size_t>> mostShared;
};

/// Phrases that fit any picture, such as "had a great time", in words.
const std::vector<std::string>& genericPhrases();

/// Throws Error{Cancelled}.
Diversity diversityOf(const std::vector<StoryWords>& stories, const std::stop_token& stop);

/// Its numbers by name, each with its definition.
std::vector<NamedScore> diversityScores(const Diversity& diversity);

} // namespace storyscope::metrics
