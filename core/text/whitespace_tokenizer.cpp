// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/whitespace_tokenizer.h"

#include "core/text/vocabulary_file.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace storyscope::text {

namespace {

constexpr std::array<const char*, 4> angledTokens{"<PAD>", "<UNK>", "<SOS>", "<EOS>"};

/// White space, and the four separators of ASCII that Python counts to it too.
bool isSpace(UChar32 code) {
    return code >= 0 && (u_isUWhiteSpace(code) || (code >= 0x1C && code <= 0x1F));
}

std::vector<TokenSpan> wordsOf(std::string_view text) {
    std::vector<TokenSpan> words;
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    bool inWord = false;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t begin = position;
        UChar32 code = 0;
        U8_NEXT(bytes, position, text.size(), code);
        if (isSpace(code)) {
            inWord = false;
            continue;
        }
        if (!inWord) {
            words.push_back({.id = 0, .begin = begin, .end = begin});
        }
        words.back().end = position;
        inWord = true;
    }
    return words;
}

/// Lower case, broken bytes as U+FFFD.
std::string lowered(std::string_view word) {
    std::string result;
    icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<std::int32_t>(word.size())))
        .toLower(icu::Locale::getRoot())
        .toUTF8String(result);
    return result;
}

std::string wordAt(std::string_view text, const TokenSpan& span) {
    return lowered(text.substr(span.begin, span.end - span.begin));
}

void checkWord(const std::string& word, std::size_t index) {
    const auto words = wordsOf(word);
    if (words.size() != 1 || words.front().begin != 0 || words.front().end != word.size()) {
        failAtToken("The vocabulary has a token that is empty or has white space", index);
    }
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    if (word.find(replacement) == std::string::npos && lowered(word).find(replacement) != std::string::npos) {
        failAtToken("The vocabulary has a token that is not valid UTF-8", index);
    }
}

} // namespace

WhitespaceTokenizer::WhitespaceTokenizer(std::vector<std::string> tokens)
    : WordLevelTokenizer(std::move(tokens), angledTokens) {
    for (std::size_t index = 0; index < this->tokens().size(); ++index) {
        checkWord(this->tokens()[index], index);
        setKey(index, this->tokens()[index]);
    }
}

WhitespaceTokenizer WhitespaceTokenizer::train(const std::vector<std::string>& texts, std::size_t limit) {
    std::unordered_map<std::string, std::size_t> places;
    std::vector<std::pair<std::string, std::size_t>> counts; // in order of appearance
    for (const std::string& text : texts) {
        for (const TokenSpan& span : wordsOf(text)) {
            std::string word = wordAt(text, span);
            const auto [place, isNew] = places.try_emplace(word, counts.size());
            if (isNew) {
                counts.emplace_back(std::move(word), 0);
            }
            ++counts[place->second].second;
        }
    }
    std::ranges::stable_sort(counts, std::ranges::greater(), [](const auto& word) { return word.second; });
    std::vector<std::string> words;
    std::ranges::transform(counts, std::back_inserter(words), [](auto& word) { return std::move(word.first); });
    return WhitespaceTokenizer(listOf(angledTokens, words, limit));
}

WhitespaceTokenizer WhitespaceTokenizer::load(const std::filesystem::path& vocabularyFile) {
    return fromFile(vocabularyFile, [&] { return WhitespaceTokenizer(readVocabulary(vocabularyFile)); });
}

bool WhitespaceTokenizer::recognises(const std::vector<std::string>& tokens) {
    return !tokens.empty() && tokens.front() == angledTokens.front();
}

std::vector<TokenSpan> WhitespaceTokenizer::encode(std::string_view text) const {
    std::vector<TokenSpan> words = wordsOf(text);
    for (TokenSpan& word : words) {
        word.id = idOf(wordAt(text, word));
    }
    return words;
}

} // namespace storyscope::text
