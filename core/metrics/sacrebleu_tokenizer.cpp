// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bleu_sacrebleu.h"
#include "core/metrics/ngrams.h"
#include "core/text/unicode_text.h"

#include <unicode/uchar.h>

#include <utility>

namespace storyscope::metrics {

namespace {

bool isDigit(char character) {
    return character >= '0' && character <= '9';
}

/// ASCII marks but apostrophe, comma, hyphen and full stop.
bool standsAlone(char character) {
    return (character >= '{' && character <= '~') || (character >= '[' && character <= '`') ||
           (character >= ' ' && character <= '&') || (character >= '(' && character <= '+') ||
           (character >= ':' && character <= '@') || character == '/';
}

bool isPoint(char character) {
    return character == '.' || character == ',';
}

std::string withReplaced(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
    return text;
}

/// Joins what follows it to a pair of neighbours that fit; the search goes on behind the pair.
template <typename Text, typename Fits, typename Written>
Text withPairsRewritten(const Text& text, const Fits& fits, const Written& written) {
    Text result;
    for (decltype(text.size()) index = 0; index < text.size(); ++index) {
        if (index + 1 < text.size() && fits(text[index], text[index + 1])) {
            written(result, text[index], text[index + 1]);
            ++index;
        } else {
            result += text[index];
        }
    }
    return result;
}

std::string spacedBefore(const std::string& text, bool (*fits)(char, char)) {
    return withPairsRewritten(text, fits, [](std::string& result, char first, char second) {
        result += {first, ' ', second, ' '};
    });
}

std::string spacedAfter(const std::string& text, bool (*fits)(char, char)) {
    return withPairsRewritten(text, fits, [](std::string& result, char first, char second) {
        result += {' ', first, ' ', second};
    });
}

std::vector<std::string> mtevalTokens(std::string_view text) {
    std::string line = withReplaced(std::string(text), "<skipped>", "");
    line = withReplaced(std::move(line), "-\n", "");
    line = withReplaced(std::move(line), "\n", " ");
    using Entity = std::pair<std::string_view, std::string_view>;
    for (const auto& [entity, character] :
         {Entity{"&quot;", "\""}, Entity{"&amp;", "&"}, Entity{"&lt;", "<"}, Entity{"&gt;", ">"}}) {
        line = withReplaced(std::move(line), entity, character);
    }
    std::string spaced = " ";
    for (const char character : line + ' ') {
        spaced += standsAlone(character) ? std::string{' ', character, ' '} : std::string(1, character);
    }
    spaced = spacedBefore(spaced, [](char first, char second) { return !isDigit(first) && isPoint(second); });
    spaced = spacedAfter(spaced, [](char first, char second) { return isPoint(first) && !isDigit(second); });
    spaced = spacedBefore(spaced, [](char first, char second) { return isDigit(first) && second == '-'; });
    return wordsBetweenSpaces(spaced);
}

bool hasCategory(char32_t character, std::uint32_t mask) {
    return (U_GET_GC_MASK(static_cast<UChar32>(character)) & mask) != 0;
}

std::vector<std::string> internationalTokens(std::string_view text) {
    std::u32string line = withPairsRewritten(
        text::decodedUtf8(text),
        [](char32_t first, char32_t second) {
            return !hasCategory(first, U_GC_N_MASK) && hasCategory(second, U_GC_P_MASK);
        },
        [](std::u32string& result, char32_t first, char32_t second) {
            result += {first, U' ', second, U' '};
        });
    line = withPairsRewritten(
        line,
        [](char32_t first, char32_t second) {
            return hasCategory(first, U_GC_P_MASK) && !hasCategory(second, U_GC_N_MASK);
        },
        [](std::u32string& result, char32_t first, char32_t second) {
            result += {U' ', first, U' ', second};
        });
    std::u32string spaced;
    for (const char32_t character : line) {
        spaced +=
            hasCategory(character, U_GC_S_MASK) ? std::u32string{U' ', character, U' '} : std::u32string(1, character);
    }
    return wordsBetweenSpaces(text::encodedUtf8(spaced));
}

std::vector<std::string> characterTokens(std::string_view text) {
    std::u32string spaced;
    for (const char32_t character : text::decodedUtf8(text)) {
        spaced += {character, U' '};
    }
    return wordsBetweenSpaces(text::encodedUtf8(spaced));
}

} // namespace

std::vector<std::string> sacrebleuTokens(std::string_view text, SacrebleuTokenizer tokenizer) {
    switch (tokenizer) {
    case SacrebleuTokenizer::Mteval13a:
        return mtevalTokens(text);
    case SacrebleuTokenizer::International:
        return internationalTokens(text);
    case SacrebleuTokenizer::Characters:
        return characterTokens(text);
    case SacrebleuTokenizer::None:
        break;
    }
    return wordsBetweenSpaces(text);
}

} // namespace storyscope::metrics
