// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace storyscope::text::ptb {

/// Classes of characters that the rules of the Penn Treebank tokenizer tell apart.
bool isIn(char32_t character, std::u32string_view characters);
bool isSpace(char32_t character);
bool isDigit(char32_t character);
bool isUpper(char32_t character);
bool isLatin(char32_t character);
bool isLatinOrDigit(char32_t character);
bool isLetter(char32_t character);
bool isLetterOrDigit(char32_t character);
bool isApostrophe(char32_t character);
bool isApostropheOrQuote(char32_t character);

/// The character there, or 0 behind the end.
char32_t at(std::u32string_view text, std::size_t index);
/// In lower case, with straight apostrophes.
std::u32string lower(std::u32string_view text);
/// `beginning` is in lower case and ASCII; `text` may be in any.
bool startsWith(std::u32string_view text, std::string_view beginning);

/// How many characters fit in a row.
template <typename Fits>
std::size_t lengthWhile(std::u32string_view text, std::size_t begin, const Fits& fits) {
    std::size_t end = begin;
    while (end < text.size() && fits(text[end])) {
        ++end;
    }
    return end - begin;
}

} // namespace storyscope::text::ptb
