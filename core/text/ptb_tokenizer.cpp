// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_tokenizer.h"

#include "core/text/ptb_characters.h"
#include "core/text/ptb_rules.h"
#include "core/text/unicode_text.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace storyscope::text {

namespace {

std::string lowerUtf8(std::u32string_view token) {
    icu::UnicodeString wide;
    for (const char32_t character : token) {
        const bool isCurly = character == U'\u2019' || character == U'\u2018' || character == U'\u201B';
        wide.append(isCurly ? UChar32('\'') : static_cast<UChar32>(character));
    }
    std::string text;
    wide.toLower().toUTF8String(text);
    return text;
}

std::string withNamedBrackets(std::u32string_view token) {
    constexpr std::array<std::string_view, 6> names{"-lrb-", "-rrb-", "-lsb-", "-rsb-", "-lcb-", "-rcb-"};
    constexpr std::u32string_view brackets = U"()[]{}";
    std::string text;
    for (const char32_t character : token) {
        const std::size_t index = brackets.find(character);
        text += index == std::u32string_view::npos ? lowerUtf8({&character, 1}) : std::string(names[index]);
    }
    return text;
}

std::string fractionText(char32_t character) {
    switch (character) {
    case U'\u00BC':
        return "1/4";
    case U'\u00BE':
        return "3/4";
    case U'\u2153':
        return "1/3";
    case U'\u2154':
        return "2/3";
    default:
        return "1/2";
    }
}

std::string entityText(std::u32string_view token) {
    const std::string text = lowerUtf8(token);
    return text == "&lt;" ? "<" : (text == "&gt;" ? ">" : "&");
}

std::string written(PtbMatch::Kind kind, std::u32string_view token) {
    switch (kind) {
    case PtbMatch::Kind::OpenQuote:
        return "``";
    case PtbMatch::Kind::CloseQuote:
        return "''";
    case PtbMatch::Kind::SingleOpenQuote:
        return "`";
    case PtbMatch::Kind::Dash:
        return "--";
    case PtbMatch::Kind::Dots:
        return "...";
    case PtbMatch::Kind::Brackets:
        return withNamedBrackets(token);
    case PtbMatch::Kind::Currency:
        return "$";
    case PtbMatch::Kind::Pound:
        return "#";
    case PtbMatch::Kind::Entity:
        return entityText(token);
    case PtbMatch::Kind::Fraction:
        return fractionText(token[0]);
    case PtbMatch::Kind::Unknown:
    case PtbMatch::Kind::Plain:
    case PtbMatch::Kind::Abbreviation:
    case PtbMatch::Kind::SentenceEnd:
        break;
    }
    return lowerUtf8(token);
}

} // namespace

std::vector<std::string> ptbTokens(std::string_view text) {
    const std::u32string characters = decodedUtf8(text);
    std::u32string_view rest = characters;
    std::vector<std::string> tokens;
    while (!rest.empty()) {
        if (ptb::isSpace(rest.front())) {
            rest.remove_prefix(1);
            continue;
        }
        const PtbMatch match = longestPtbMatch(rest);
        if (match.kind != PtbMatch::Kind::Unknown) {
            tokens.push_back(written(match.kind, rest.substr(0, match.length)));
        }
        if (match.kind == PtbMatch::Kind::SentenceEnd) {
            tokens.emplace_back(".");
        }
        rest.remove_prefix(match.length);
    }
    return tokens;
}

std::vector<std::string> cocoWords(std::string_view text) {
    // Brackets are in coco-caption's list in capitals, so that lower-cased ones stay.
    constexpr std::array<std::string_view, 13> marks{"''", "'", "``", "`",  ".",   "?", "!",
                                                     ",",  ":", "-",  "--", "...", ";"};
    std::vector<std::string> words = ptbTokens(text);
    std::erase_if(words, [&](const std::string& word) { return std::ranges::find(marks, word) != marks.end(); });
    return words;
}

} // namespace storyscope::text
