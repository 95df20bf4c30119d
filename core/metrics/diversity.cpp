// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/diversity.h"

#include "core/base/progress.h"
#include "core/metrics/ngrams.h"
#include "core/metrics/self_bleu.h"
#include "core/text/ptb_tokenizer.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace storyscope::metrics {

namespace {

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Different and all n-grams of sentences.
class DistinctNgrams {
public:
    explicit DistinctNgrams(std::size_t order) : m_order(order) {}

    void add(const std::vector<std::uint32_t>& sentence) {
        for (const auto& [ngram, count] : countNgrams(sentence, m_order)) {
            m_counts[ngram] += count;
            m_all += static_cast<std::size_t>(count);
        }
    }
    std::size_t different() const { return m_counts.size(); }
    double share() const { return metrics::share(m_counts.size(), m_all); }
    double repetition() const { return m_all == 0 ? 0.0 : 1 - share(); }

private:
    std::size_t m_order;
    NgramCounts m_counts;
    std::size_t m_all = 0;
};

bool isGeneric(const std::string& sentence) {
    const std::string padded = ' ' + sentence + ' ';
    return std::ranges::any_of(genericPhrases(), [&](const std::string& phrase) {
        return padded.find(' ' + phrase + ' ') != std::string::npos;
    });
}

std::vector<std::string> wordsOf(const StoryWords& story) {
    std::vector<std::string> words;
    for (const auto& sentence : story) {
        words.insert(words.end(), sentence.begin(), sentence.end());
    }
    return words;
}

void countWords(const std::vector<StoryWords>& stories, Diversity& diversity) {
    WordNumbers numbers;
    DistinctNgrams single(1);
    DistinctNgrams pairs(2);
    DistinctNgrams triples(3);
    double repetition = 0;
    for (const StoryWords& story : stories) {
        for (const auto& sentence : story) {
            const auto words = numbers.numbersOf(sentence);
            diversity.words += words.size();
            single.add(words);
            pairs.add(words);
            triples.add(words);
        }
        DistinctNgrams inStory(4);
        inStory.add(numbers.numbersOf(wordsOf(story)));
        repetition += inStory.repetition();
    }
    diversity.vocabulary = single.different();
    diversity.distinct1 = single.share();
    diversity.distinct2 = pairs.share();
    diversity.distinct3 = triples.share();
    diversity.repetition4 = stories.empty() ? 0.0 : repetition / static_cast<double>(stories.size());
}

void countSentences(const std::vector<StoryWords>& stories, Diversity& diversity) {
    struct Occurrences {
        std::size_t stories = 0;
        std::size_t sentences = 0;
    };
    std::map<std::string, Occurrences> occurrences;
    std::size_t repeated = 0;
    std::size_t storiesWithRepetition = 0;
    std::size_t generic = 0;
    for (const StoryWords& story : stories) {
        std::set<std::string> seen;
        for (const auto& words : story) {
            const std::string sentence = joinedBySpaces(words);
            ++diversity.sentences;
            ++occurrences[sentence].sentences;
            generic += isGeneric(sentence) ? 1 : 0;
            repeated += seen.insert(sentence).second ? 0 : 1;
        }
        storiesWithRepetition += seen.size() < story.size() ? 1 : 0;
        for (const std::string& sentence : seen) {
            ++occurrences[sentence].stories;
        }
    }
    std::size_t shared = 0;
    for (const auto& [sentence, count] : occurrences) {
        if (count.stories > 1) {
            shared += count.sentences;
            diversity.mostShared.emplace_back(sentence, count.stories);
        }
    }
    std::ranges::stable_sort(diversity.mostShared, std::greater<>(), &std::pair<std::string, std::size_t>::second);
    constexpr std::size_t most = 10;
    diversity.mostShared.resize(std::min(most, diversity.mostShared.size()));
    diversity.sentenceRepetition = share(repeated, diversity.sentences);
    diversity.storiesWithRepetition = share(storiesWithRepetition, stories.size());
    diversity.sharedSentences = share(shared, diversity.sentences);
    diversity.genericSentences = share(generic, diversity.sentences);
}

} // namespace

StoryWords storyWords(const std::string& story) {
    StoryWords sentences;
    std::string sentence;
    const auto finish = [&] {
        std::vector<std::string> words = text::cocoWords(sentence);
        if (!words.empty()) {
            sentences.push_back(std::move(words));
        }
        sentence.clear();
    };
    for (const std::string& token : text::ptbTokens(story)) {
        if (token.find_first_not_of(".!?") == std::string::npos) {
            finish();
        } else {
            sentence += (sentence.empty() ? "" : " ") + token;
        }
    }
    finish();
    return sentences;
}

const std::vector<std::string>& genericPhrases() {
    static const std::vector<std::string> phrases{"had a great time", "having a great time",
                                                  "had a good time",  "having a good time",
                                                  "had a lot of fun", "having a lot of fun",
                                                  "had so much fun",  "lot of people",
                                                  "was a great day",  "was a great time",
                                                  "was a lot of fun", "is a picture of",
                                                  "took a picture",   "took a lot of pictures",
                                                  "end of the day",   "was very happy",
                                                  "were very happy",  "was so happy",
                                                  "was beautiful",    "was a beautiful day",
                                                  "can not wait",     "all had fun",
                                                  "had a blast",      "was so much fun"};
    return phrases;
}

std::vector<NamedScore> diversityScores(const Diversity& diversity) {
    const auto count = [](std::size_t value) { return static_cast<double>(value); };
    return {
        {{"stories", "stories or captions"}, count(diversity.stories)},
        {{"sentences", "sentences of all stories"}, count(diversity.sentences)},
        {{"words", "words of all stories, without punctuation"}, count(diversity.words)},
        {{"vocabulary", "different words"}, count(diversity.vocabulary)},
        {{"words_per_sentence", "mean"}, share(diversity.words, diversity.sentences)},
        {{"distinct_1", "different words / words, over all stories"}, diversity.distinct1},
        {{"distinct_2", "different / all pairs of words inside a sentence"}, diversity.distinct2},
        {{"distinct_3", "different / all groups of three words inside a sentence"}, diversity.distinct3},
        {{"self_bleu_4", "mean BLEU-4 (NLTK, method 1) of a story against all others; lower is more diverse"},
         diversity.selfBleu4},
        {{"sentence_repetition", "share of sentences that occurred before in the same story"},
         diversity.sentenceRepetition},
        {{"stories_with_repetition", "share of stories that have such a sentence"}, diversity.storiesWithRepetition},
        {{"shared_sentences", "share of sentences that another story has too"}, diversity.sharedSentences},
        {{"repetition_4", "mean over stories of 1 - different / all groups of four words (seq-rep-4)"},
         diversity.repetition4},
        {{"generic_sentences", "share of sentences with a phrase that fits any picture"}, diversity.genericSentences},
    };
}

Diversity diversityOf(const std::vector<StoryWords>& stories, const std::stop_token& stop) {
    Diversity diversity;
    diversity.stories = stories.size();
    countWords(stories, diversity);
    throwIfStopped(stop);
    countSentences(stories, diversity);
    std::vector<std::vector<std::string>> texts;
    std::ranges::transform(stories, std::back_inserter(texts), wordsOf);
    diversity.selfBleu4 = selfBleu4(texts, stop);
    return diversity;
}

} // namespace storyscope::metrics
