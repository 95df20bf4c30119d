// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_tokenizer.h"

#include "core/text/sentence_writer.h"
#include "core/text/vocabulary_file.h"
#include "core/text/word_splitter.h"

#include <algorithm>
#include <array>
#include <map>

namespace storyscope::text {

namespace {

constexpr std::array<const char*, 4> specialTokens{"[PAD]", "[UNK]", "[BOS]", "[EOS]"};

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
    if (index < specialTokens.size()) {
        if (token != specialTokens[index]) {
            failAtToken("The vocabulary does not begin with [PAD], [UNK], [BOS], [EOS]", index);
        }
        return;
    }
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

WordTokenizer::WordTokenizer(std::vector<std::string> tokens) : m_tokens(std::move(tokens)) {
    if (m_tokens.size() < specialTokens.size()) {
        failAtToken("The vocabulary lacks the special tokens [PAD], [UNK], [BOS], [EOS]", m_tokens.size());
    }
    for (std::size_t index = 0; index < m_tokens.size(); ++index) {
        checkToken(m_tokens[index], index);
        if (!m_ids.emplace(wordKey(m_tokens[index]), static_cast<std::int64_t>(index)).second) {
            failAtToken("The vocabulary has \"" + m_tokens[index] + "\" twice", index);
        }
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
    order.resize(std::min(order.size(), std::max(limit, specialTokens.size()) - specialTokens.size()));

    std::vector<std::string> tokens(specialTokens.begin(), specialTokens.end());
    for (const auto* word : order) {
        tokens.push_back(bestSpelling(word->first, word->second));
    }
    return WordTokenizer(std::move(tokens));
}

WordTokenizer WordTokenizer::load(const std::filesystem::path& vocabularyFile) {
    return fromFile(vocabularyFile, [&] { return WordTokenizer(readVocabulary(vocabularyFile)); });
}

std::int64_t WordTokenizer::vocabularySize() const {
    return static_cast<std::int64_t>(m_tokens.size());
}

const std::string& WordTokenizer::token(std::int64_t id) const {
    return tokenAt(m_tokens, id);
}

std::vector<TokenSpan> WordTokenizer::encode(std::string_view text) const {
    std::vector<TokenSpan> tokens;
    for (const WordSpan& word : splitWords(text)) {
        const auto found = m_ids.find(wordKey(text.substr(word.begin, word.end - word.begin)));
        tokens.push_back(
            {.id = found != m_ids.end() ? found->second : unknownId(), .begin = word.begin, .end = word.end});
    }
    return tokens;
}

std::string WordTokenizer::decode(const std::vector<std::int64_t>& ids, std::vector<TokenSpan>* spans) const {
    return writeSentences(*this, ids, spans);
}

void WordTokenizer::save(const std::filesystem::path& folder) const {
    writeVocabulary(folder, m_tokens);
}

} // namespace storyscope::text
