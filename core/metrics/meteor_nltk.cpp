// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor_nltk.h"

#include "core/text/stem_porter.h"
#include "core/text/word_splitter.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace storyscope::metrics {

namespace {

struct PlacedWord {
    std::size_t place = 0; ///< in its text
    std::string word;
};

using PlacedWords = std::vector<PlacedWord>;

/// Places of two words that were found alike.
struct Match {
    std::size_t hypothesis = 0;
    std::size_t reference = 0;
};

PlacedWords placedWords(const std::vector<std::string>& words) {
    PlacedWords placed;
    for (const std::string& word : words) {
        placed.push_back({.place = placed.size(), .word = text::wordKey(word)});
    }
    return placed;
}

class Alignment {
public:
    Alignment(PlacedWords hypothesis, PlacedWords reference)
        : m_hypothesis(std::move(hypothesis)), m_reference(std::move(reference)) {}

    void matchEqual() {
        match([](const std::string& word) { return [&word](const PlacedWord& other) { return other.word == word; }; });
    }

    void stem() {
        for (PlacedWords* const words : {&m_hypothesis, &m_reference}) {
            for (PlacedWord& word : *words) {
                word.word = text::porterStem(word.word);
            }
        }
    }

    void matchSynonyms(const SynonymTable& table) {
        match([&table](const std::string& word) {
            return
                [synonyms = table.synonymsOf(word)](const PlacedWord& other) { return synonyms.contains(other.word); };
        });
    }

    /// In the order of the hypothesis.
    std::vector<Match> take() {
        std::ranges::sort(m_matches, {}, &Match::hypothesis);
        return std::move(m_matches);
    }

private:
    /// From the last word to the first, each with the last word that is alike; both are taken out.
    template <typename AlikeTo>
    void match(const AlikeTo& alikeTo) {
        for (std::size_t index = m_hypothesis.size(); index-- > 0;) {
            const auto isAlike = alikeTo(m_hypothesis[index].word);
            const auto found = std::find_if(m_reference.rbegin(), m_reference.rend(), isAlike);
            if (found != m_reference.rend()) {
                m_matches.push_back({.hypothesis = m_hypothesis[index].place, .reference = found->place});
                m_reference.erase(std::prev(found.base()));
                m_hypothesis.erase(m_hypothesis.begin() + static_cast<std::ptrdiff_t>(index));
            }
        }
    }

    PlacedWords m_hypothesis;
    PlacedWords m_reference;
    std::vector<Match> m_matches;
};

std::size_t chunksOf(const std::vector<Match>& matches) {
    std::size_t chunks = 1;
    for (std::size_t index = 1; index < matches.size(); ++index) {
        const bool continues = matches[index].hypothesis == matches[index - 1].hypothesis + 1 &&
                               matches[index].reference == matches[index - 1].reference + 1;
        chunks += continues ? 0 : 1;
    }
    return chunks;
}

double singleScore(const std::vector<std::string>& hypothesis, const std::vector<std::string>& reference,
                   const SynonymTable* synonyms) {
    constexpr double alpha = 0.9;
    constexpr double beta = 3;
    constexpr double gamma = 0.5;
    Alignment alignment(placedWords(hypothesis), placedWords(reference));
    alignment.matchEqual();
    alignment.stem();
    alignment.matchEqual();
    if (synonyms != nullptr) {
        alignment.matchSynonyms(*synonyms);
    }
    const std::vector<Match> matches = alignment.take();
    if (matches.empty()) {
        return 0;
    }
    const auto count = static_cast<double>(matches.size());
    const double precision = count / static_cast<double>(hypothesis.size());
    const double recall = count / static_cast<double>(reference.size());
    const double mean = precision * recall / (alpha * precision + (1 - alpha) * recall);
    return mean * (1 - gamma * std::pow(static_cast<double>(chunksOf(matches)) / count, beta));
}

} // namespace

double meteorNltk(const CaptionPair& pair, const SynonymTable* synonyms) {
    double best = 0;
    for (const auto& reference : pair.references) {
        best = std::max(best, singleScore(pair.hypothesis, reference, synonyms));
    }
    return best;
}

} // namespace storyscope::metrics
