// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor.h"
#include "core/metrics/meteor_words.h"
#include "core/metrics/ngrams.h"
#include "core/text/unicode_text.h"

#include <algorithm>

namespace storyscope::metrics {

namespace {

using Text = std::u32string;

/// Stands for a dot of a run of dots, which is not to be split again; from Unicode's private use.
constexpr char32_t protectedDot = U'\uE000';

bool isIn(char32_t character, char32_t first, char32_t last) {
    return character >= first && character <= last;
}

bool isDigit(char32_t character) {
    return isIn(character, U'0', U'9');
}

/// Latin and Cyrillic letters: those that METEOR's rules know.
bool isLetter(char32_t character) {
    return isIn(character, U'A', U'Z') || isIn(character, U'a', U'z') ||
           (isIn(character, U'\u00C0', U'\u017E') && character != U'\u00D7' && character != U'\u00F7') ||
           isIn(character, U'\u0400', U'\u0527') || isIn(character, U'\uA640', U'\uA66E') ||
           isIn(character, U'\uA67E', U'\uA697') || isIn(character, U'\u1D00', U'\u1D7F');
}

bool isAlphanumeric(char32_t character) {
    return isLetter(character) || isDigit(character);
}

bool isSpace(char32_t character) {
    return isIn(character, U'\t', U'\r') || character == U' ';
}

bool isUnicodeSpace(char32_t character) {
    return isIn(character, U'\u2000', U'\u200A') || character == U'\u00A0' || character == U'\u202F' ||
           character == U'\u205F' || character == U'\u3000';
}

/// Every character that is no letter, digit or space stands alone, but for those that the other rules look at.
Text withMarksApart(const Text& text) {
    constexpr std::u32string_view others = U".'`,-\u2018\u2019";
    Text result;
    for (const char32_t character : text) {
        const bool staysJoined =
            isAlphanumeric(character) || isSpace(character) || others.find(character) != std::u32string_view::npos;
        result += staysJoined ? Text(1, character)
                              : (isUnicodeSpace(character) ? Text(1, U' ') : Text{U' ', character, U' '});
    }
    return result;
}

Text withDotRunsApart(const Text& text) {
    Text result;
    for (std::size_t index = 0; index < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of(U'.', index), text.size());
        if (end - index > 1) {
            result += U' ' + Text(end - index, protectedDot) + U' ';
            index = end;
        } else {
            result += text[index++];
        }
    }
    return result;
}

/// Rewrites `mark` between two characters that fit as `with`; the search goes on behind the second.
template <typename Before, typename After>
Text withMarkBetween(const Text& text, const Before& before, char32_t mark, const After& after, const Text& with) {
    Text result;
    for (std::size_t index = 0; index < text.size();) {
        if (index + 2 < text.size() && text[index + 1] == mark && before(text[index]) && after(text[index + 2])) {
            result += text[index] + with + text[index + 2];
            index += 3;
        } else {
            result += text[index++];
        }
    }
    return result;
}

Text withReplaced(Text text, std::u32string_view what, std::u32string_view with) {
    for (std::size_t at = text.find(what); at != Text::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

Text withCommasApart(const Text& text) {
    const auto isOther = [](char32_t character) { return !isDigit(character); };
    Text result = withMarkBetween(text, isOther, U',', isOther, U" , ");
    result = withMarkBetween(result, isDigit, U',', isOther, U" , ");
    return withMarkBetween(result, isOther, U',', isDigit, U" , ");
}

Text withPlainQuotesAndDashes(Text text) {
    std::ranges::replace_if(
        text, [](char32_t character) { return character == U'`' || isIn(character, U'\u2018', U'\u2019'); }, U'\'');
    for (const std::u32string_view quote : {U"\u201C", U"\u201D", U"''"}) {
        text = withReplaced(std::move(text), quote, U" \" ");
    }
    std::ranges::replace(text, U'\u2013', U'-');
    text = withReplaced(std::move(text), U"--", U"-");
    return withMarkBetween(
        text, [](char32_t character) { return isAlphanumeric(character) || character == U'.'; }, U'-', isAlphanumeric,
        U" ");
}

Text withContractionsApart(const Text& text) {
    const auto isNoLetter = [](char32_t character) { return !isLetter(character); };
    const auto isOther = [](char32_t character) { return !isAlphanumeric(character); };
    Text result = withMarkBetween(text, isNoLetter, U'\'', isNoLetter, U" ' ");
    result = withMarkBetween(result, isOther, U'\'', isLetter, U" ' ");
    result = withMarkBetween(result, isLetter, U'\'', isNoLetter, U" ' ");
    result = withMarkBetween(result, isLetter, U'\'', isLetter, U" '");
    return withMarkBetween(
        result, isDigit, U'\'', [](char32_t character) { return character == U's'; }, U" '");
}

/// What becomes of a word that ends in a dot; `next` is the word behind it, empty at the end.
std::string withFinalDot(const std::string& word, const std::string& next) {
    const std::string stem = word.substr(0, word.size() - 1);
    if (stem.find('.') != std::string::npos && std::ranges::any_of(text::decodedUtf8(stem), isLetter)) {
        std::string letters = word;
        std::erase(letters, '.');
        return letters;
    }
    const AbbreviationDot dot = abbreviationDot(stem);
    const bool beforeLower = !next.empty() && isIn(static_cast<unsigned char>(next[0]), U'a', U'z');
    const bool beforeNumber = !next.empty() && isDigit(static_cast<unsigned char>(next[0]));
    const bool stays =
        dot == AbbreviationDot::Stays || beforeLower || (dot == AbbreviationDot::StaysBeforeNumbers && beforeNumber);
    return stays ? word : stem + " .";
}

} // namespace

std::string meteorNormalized(std::string_view text) {
    Text line = withDotRunsApart(withMarksApart(U' ' + text::decodedUtf8(text) + U' '));
    line = withContractionsApart(withPlainQuotesAndDashes(withCommasApart(line)));
    const std::vector<std::string> words = wordsBetweenSpaces(text::encodedUtf8(line));
    std::vector<std::string> split;
    for (std::size_t index = 0; index < words.size(); ++index) {
        const bool endsInDot = words[index].size() > 1 && words[index].ends_with('.');
        const std::string next = index + 1 < words.size() ? words[index + 1] : std::string();
        split.push_back(endsInDot ? withFinalDot(words[index], next) : words[index]);
    }
    Text result = text::decodedUtf8(joinedBySpaces(split));
    std::ranges::replace(result, protectedDot, U'.');
    return text::encodedUtf8(result);
}

} // namespace storyscope::metrics
