// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor_matcher.h"

#include "core/text/stem_snowball.h"

#include <algorithm>
#include <functional>
#include <span>

namespace storyscope::metrics {

namespace {

using Words = std::vector<std::string>;

class Matcher {
public:
    Matcher(const Words& hypothesis, const Words& reference) : m_hypothesis(hypothesis), m_reference(reference) {
        m_matches.at.resize(reference.size());
        m_matches.hypothesisCover.resize(hypothesis.size());
        m_matches.referenceCover.resize(reference.size());
    }

    void matchExactly() {
        forAllPairs([&](std::size_t i, std::size_t j) {
            if (m_hypothesis[i] == m_reference[j]) {
                add({.stage = MeteorStage::Exact, .hypothesis = i, .reference = j});
            }
        });
    }

    void matchStems() {
        const Words hypothesis = stemsOf(m_hypothesis);
        const Words reference = stemsOf(m_reference);
        forAllPairs([&](std::size_t i, std::size_t j) {
            if (hypothesis[i] == reference[j] && m_hypothesis[i] != m_reference[j]) {
                add({.stage = MeteorStage::Stem, .hypothesis = i, .reference = j});
            }
        });
    }

    void matchSynonyms(const SynonymTable& table) {
        const auto hypothesis = meaningsOf(m_hypothesis, table);
        const auto reference = meaningsOf(m_reference, table);
        forAllPairs([&](std::size_t i, std::size_t j) {
            if (areSynonyms(hypothesis[i], reference[j]) && m_hypothesis[i] != m_reference[j]) {
                add({.stage = MeteorStage::Synonym, .hypothesis = i, .reference = j});
            }
        });
    }

    void matchParaphrases(const ParaphraseTable& table) {
        forAllParaphrases(m_reference, m_hypothesis, table, [&](const Found& found) {
            add({.stage = MeteorStage::Paraphrase,
                 .hypothesis = found.paraphraseBegin,
                 .hypothesisLength = found.paraphraseLength,
                 .reference = found.phraseBegin,
                 .referenceLength = found.phraseLength});
        });
        forAllParaphrases(m_hypothesis, m_reference, table, [&](const Found& found) {
            add({.stage = MeteorStage::Paraphrase,
                 .hypothesis = found.phraseBegin,
                 .hypothesisLength = found.phraseLength,
                 .reference = found.paraphraseBegin,
                 .referenceLength = found.paraphraseLength});
        });
    }

    MeteorMatches take() { return std::move(m_matches); }

private:
    struct Found {
        std::size_t phraseBegin = 0;
        std::size_t phraseLength = 0;
        std::size_t paraphraseBegin = 0;
        std::size_t paraphraseLength = 0;
    };

    template <typename Visit>
    void forAllPairs(const Visit& visit) const {
        for (std::size_t j = 0; j < m_reference.size(); ++j) {
            for (std::size_t i = 0; i < m_hypothesis.size(); ++i) {
                visit(i, j);
            }
        }
    }

    /// Phrases of one side whose paraphrase stands in the other.
    template <typename Visit>
    static void forAllParaphrases(const Words& phrases, const Words& other, const ParaphraseTable& table,
                                  const Visit& visit) {
        for (std::size_t begin = 0; begin < phrases.size(); ++begin) {
            for (const ParaphraseTable::Found& entry : table.foundAt(std::span(phrases).subspan(begin))) {
                const Words& words = *entry.paraphrase;
                for (std::size_t at = 0; at + words.size() <= other.size(); ++at) {
                    if (std::equal(words.begin(), words.end(), other.begin() + static_cast<std::ptrdiff_t>(at))) {
                        visit(Found{begin, entry.length, at, words.size()});
                    }
                }
            }
        }
    }

    static Words stemsOf(const Words& words) {
        Words stems;
        std::ranges::transform(words, std::back_inserter(stems), text::snowballStem);
        return stems;
    }

    static std::vector<WordMeanings> meaningsOf(const Words& words, const SynonymTable& table) {
        std::vector<WordMeanings> meanings;
        for (const std::string& word : words) {
            meanings.push_back(table.meaningsOf(word));
        }
        return meanings;
    }

    void add(const MeteorMatch& match) {
        m_matches.at[match.reference].push_back(match);
        for (std::size_t word = 0; word < match.hypothesisLength; ++word) {
            ++m_matches.hypothesisCover[match.hypothesis + word];
        }
        for (std::size_t word = 0; word < match.referenceLength; ++word) {
            ++m_matches.referenceCover[match.reference + word];
        }
    }

    const Words& m_hypothesis;
    const Words& m_reference;
    MeteorMatches m_matches;
};

} // namespace

MeteorMatches meteorMatches(const Words& hypothesis, const Words& reference, const MeteorOptions& options) {
    Matcher matcher(hypothesis, reference);
    matcher.matchExactly();
    if (hypothesis != reference) {
        if (options.stems) {
            matcher.matchStems();
        }
        if (options.synonyms != nullptr) {
            matcher.matchSynonyms(*options.synonyms);
        }
        if (options.paraphrases != nullptr) {
            matcher.matchParaphrases(*options.paraphrases);
        }
    }
    return matcher.take();
}

} // namespace storyscope::metrics
