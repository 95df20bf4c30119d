// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/word_splitter.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace storyscope::text {

namespace {

enum class CharacterClass { Space, Letter, Digit, Mark };

struct Character {
    UChar32 code = 0; ///< negative: a broken byte
    std::size_t begin = 0;
    std::size_t end = 0;
    CharacterClass kind = CharacterClass::Mark;

    bool isWordPart() const { return kind == CharacterClass::Letter || kind == CharacterClass::Digit; }
};

CharacterClass classOf(UChar32 code) {
    if (code < 0) {
        return CharacterClass::Mark;
    }
    const auto category = U_GET_GC_MASK(code);
    if (u_isUWhiteSpace(code) || (category & U_GC_CC_MASK) != 0) {
        return CharacterClass::Space;
    }
    if ((category & (U_GC_P_MASK | U_GC_S_MASK)) != 0) {
        return CharacterClass::Mark;
    }
    return u_isdigit(code) ? CharacterClass::Digit : CharacterClass::Letter;
}

std::vector<Character> decodeCharacters(std::string_view text) {
    std::vector<Character> characters;
    characters.reserve(text.size());
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t position = 0; position < text.size();) {
        Character character;
        character.begin = position;
        U8_NEXT(bytes, position, text.size(), character.code);
        character.end = position;
        character.kind = classOf(character.code);
        characters.push_back(character);
    }
    return characters;
}

enum class Joint { None, Joins, BeginsWord };

/// What a mark does between the characters on its sides.
Joint jointOf(const Character& before, UChar32 mark, const Character& after) {
    if (!before.isWordPart() || !after.isWordPart()) {
        return Joint::None;
    }
    const bool betweenDigits = before.kind == CharacterClass::Digit && after.kind == CharacterClass::Digit;
    if (mark == u'-' || mark == u'\u2010' || ((mark == u'.' || mark == u',') && betweenDigits)) {
        return Joint::Joins;
    }
    return mark == u'\'' || mark == u'\u2019' ? Joint::BeginsWord : Joint::None;
}

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char character) { return static_cast<unsigned char>(character) < 0x80; });
}

icu::UnicodeString fromUtf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

} // namespace

std::vector<WordSpan> splitWords(std::string_view text) {
    const auto characters = decodeCharacters(text);
    std::vector<WordSpan> words;
    bool inWord = false;
    for (std::size_t index = 0; index < characters.size(); ++index) {
        const Character& character = characters[index];
        if (character.kind == CharacterClass::Space) {
            inWord = false;
            continue;
        }
        const bool hasSides = index > 0 && index + 1 < characters.size();
        const Joint joint = character.kind == CharacterClass::Mark && hasSides
                                ? jointOf(characters[index - 1], character.code, characters[index + 1])
                                : Joint::None;
        if (inWord && (character.isWordPart() || joint == Joint::Joins)) {
            words.back().end = character.end;
            continue;
        }
        inWord = character.isWordPart() || joint == Joint::BeginsWord;
        words.push_back({.begin = character.begin, .end = character.end, .isMark = !inWord});
    }
    return words;
}

std::string wordKey(std::string_view word) {
    if (isAscii(word)) {
        std::string key(word);
        std::ranges::transform(key, key.begin(), [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
        });
        return key;
    }
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString text = fromUtf8(word);
    const icu::Normalizer2* const composer = icu::Normalizer2::getNFCInstance(status);
    if (U_SUCCESS(status)) {
        text = composer->normalize(text, status);
    }
    std::string key;
    text.toLower(icu::Locale::getRoot()).toUTF8String(key);
    return key;
}

std::string withCapital(std::string_view text) {
    icu::UnicodeString wide = fromUtf8(text);
    if (wide.isEmpty()) {
        return {};
    }
    const UChar32 first = wide.char32At(0);
    wide.replace(0, U16_LENGTH(first), u_totitle(first));
    std::string capitalised;
    wide.toUTF8String(capitalised);
    return capitalised;
}

bool endsSentence(std::string_view mark) {
    constexpr std::array<std::string_view, 7> ends{".", "!", "?", "…", "。", "！", "？"};
    return std::ranges::find(ends, mark) != ends.end();
}

} // namespace storyscope::text
