// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_characters.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace storyscope::text::ptb {

bool isSpace(char32_t character) {
    return u_isUWhiteSpace(static_cast<UChar32>(character)) != 0;
}

bool isIn(char32_t character, std::u32string_view characters) {
    return characters.find(character) != std::u32string_view::npos;
}

bool isDigit(char32_t character) {
    return character >= U'0' && character <= U'9';
}

bool isUpper(char32_t character) {
    return u_isupper(static_cast<UChar32>(character)) != 0;
}

bool isLatin(char32_t character) {
    return (character >= U'a' && character <= U'z') || (character >= U'A' && character <= U'Z');
}

bool isLatinOrDigit(char32_t character) {
    return isLatin(character) || isDigit(character);
}

bool isLetter(char32_t character) {
    return u_isalpha(static_cast<UChar32>(character)) != 0 ||
           (U_GET_GC_MASK(static_cast<UChar32>(character)) & U_GC_M_MASK) != 0 || character == U'\u00AD';
}

bool isLetterOrDigit(char32_t character) {
    return isLetter(character) || u_isdigit(static_cast<UChar32>(character)) != 0;
}

bool isApostrophe(char32_t character) {
    return character == U'\'' || character == U'\u2019' || character == U'\u0092';
}

bool isApostropheOrQuote(char32_t character) {
    return isApostrophe(character) || isIn(character, U"`\u2018\u201B\u0091");
}

char32_t at(std::u32string_view text, std::size_t index) {
    return index < text.size() ? text[index] : U'\0';
}

std::u32string lower(std::u32string_view text) {
    std::u32string result;
    for (const char32_t character : text) {
        result += isApostrophe(character) ? U'\'' : static_cast<char32_t>(u_tolower(static_cast<UChar32>(character)));
    }
    return result;
}

bool startsWith(std::u32string_view text, std::string_view beginning) {
    return text.size() >= beginning.size() &&
           std::equal(beginning.begin(), beginning.end(), text.begin(), [](char expected, char32_t character) {
               return static_cast<char32_t>(expected) ==
                      static_cast<char32_t>(u_tolower(static_cast<UChar32>(character)));
           });
}

} // namespace storyscope::text::ptb
