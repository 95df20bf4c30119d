// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_tokenizer.h"

#include "core/text/vocabulary_file.h"
#include "core/text/word_splitter.h"

#include <algorithm>
#include <array>
#include <map>

namespace storyscope::text {

namespace {

constexpr std::array<const char*, 4> bracketedTokens{"[PAD]", "[UNK]", "[BOS]", "[EOS]"};

/// What training learns about one word.
struct WordCount {
    std::size_t count = 0;
    std::size_t firstSeen = 0;
    std::map<std::string, std::size_t> spellings; ///< inside sentences
};

std::string bestSpelling(const std::string& key, const WordCount& word) {
    const auto best =
        std::ranges::max_element(word.spellings, {}, [](const auto& spelling) { return spelling.second; });
    return best == word.spellings.end() ? key : best->first;
}

std::unordered_map<std::string, WordCount> countWords(const std::vector<std::string>& texts) {
    std::unordered_map<std::string, WordCount> words;
    for (const std::string& text : texts) {
        bool beginsSentence = true;
        for (const WordSpan& span : splitWords(text)) {
            const std::string_view spelling = std::string_view(text).substr(span.begin, span.end - span.begin);
            WordCount& word =
                words.try_emplace(wordKey(spelling), WordCount{.count = 0, .firstSeen = words.size(), .spellings = {}})
                    .first->second;
            ++word.count;
            if (!beginsSentence && !span.isMark) {
                ++word.spellings[std::string(spelling)];
            }
            beginsSentence = span.isMark && (beginsSentence || endsSentence(spelling));
        }
    }
    return words;
}

void checkToken(const std::string& token, std::size_t index) {
    const auto words = splitWords(token);
    if (words.empty() || words.front().begin != 0 || words.back().end != token.size()) {
        failAtToken("The vocabulary has a token that is empty or begins or ends with white space", index);
    }
    if (std::ranges::any_of(token, [](char letter) { return static_cast<unsigned char>(letter) <= 0x20; })) {
        failAtToken("The vocabulary has a token with white space or control characters", index);
    }
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    if (wordKey(token).find(replacement) != std::string::npos && token.find(replacement) == std::string::npos) {
        failAtToken("The vocabulary has a token that is not valid UTF-8", index);
    }
}

} // namespace

WordTokenizer::WordTokenizer(std::vector<std::string> tokens) : WordLevelTokenizer(std::move(tokens), bracketedTokens) {
    for (std::size_t index = 0; index < this->tokens().size(); ++index) {
        if (index >= bracketedTokens.size()) {
            checkToken(this->tokens()[index], index);
        }
        setKey(index, wordKey(this->tokens()[index]));
    }
}

WordTokenizer WordTokenizer::train(const std::vector<std::string>& texts, std::size_t limit) {
    const auto words = countWords(texts);
    std::vector<const std::pair<const std::string, WordCount>*> order;
    for (const auto& word : words) {
        order.push_back(&word);
    }
    std::ranges::sort(order, [](const auto* a, const auto* b) {
        return a->second.count != b->second.count ? a->second.count > b->second.count
                                                  : a->second.firstSeen < b->second.firstSeen;
    });
    std::vector<std::string> spellings;
    std::ranges::transform(order, std::back_inserter(spellings),
                           [](const auto* word) { return bestSpelling(word->first, word->second); });
    return WordTokenizer(listOf(bracketedTokens, spellings, limit));
}

WordTokenizer WordTokenizer::load(const std::filesystem::path& vocabularyFile) {
    return fromFile(vocabularyFile, [&] { return WordTokenizer(readVocabulary(vocabularyFile)); });
}

std::vector<TokenSpan> WordTokenizer::encode(std::string_view text) const {
    std::vector<TokenSpan> tokens;
    for (const WordSpan& word : splitWords(text)) {
        tokens.push_back({.id = idOf(wordKey(text.substr(word.begin, word.end - word.begin))),
                          .begin = word.begin,
                          .end = word.end});
    }
    return tokens;
}

} // namespace storyscope::text
