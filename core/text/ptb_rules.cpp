// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_rules.h"

#include "core/text/ptb_words.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <string>

namespace storyscope::text {

namespace {

using Text = std::u32string_view;
using Kind = PtbMatch::Kind;

/// A match with how far its rule looked: of several rules the one that looked farthest wins, then the first.
struct Candidate {
    PtbMatch match;
    std::size_t reach = 0;
};

Candidate candidate(Kind kind, std::size_t length, std::size_t lookahead = 0) {
    return {.match = {.kind = kind, .length = length}, .reach = length == 0 ? 0 : length + lookahead};
}

bool isIn(char32_t character, Text characters) {
    return characters.find(character) != Text::npos;
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

char32_t at(Text text, std::size_t index) {
    return index < text.size() ? text[index] : U'\0';
}

template <typename Fits>
std::size_t lengthWhile(Text text, std::size_t begin, const Fits& fits) {
    std::size_t end = begin;
    while (end < text.size() && fits(text[end])) {
        ++end;
    }
    return end - begin;
}

std::u32string lower(Text text) {
    std::u32string result;
    for (const char32_t character : text) {
        result += isApostrophe(character) ? U'\'' : static_cast<char32_t>(u_tolower(static_cast<UChar32>(character)));
    }
    return result;
}

bool startsWith(Text text, std::string_view beginning) {
    return text.size() >= beginning.size() &&
           std::equal(beginning.begin(), beginning.end(), text.begin(), [](char expected, char32_t character) {
               return static_cast<char32_t>(expected) ==
                      static_cast<char32_t>(u_tolower(static_cast<UChar32>(character)));
           });
}

/// Letters and digits, joined by marks that end no sentence because a letter follows at once.
std::size_t wordLength(Text text) {
    std::size_t length = 0;
    while (isLetter(at(text, length))) {
        length += lengthWhile(text, length, isLetterOrDigit);
        if (!isIn(at(text, length), U".!?") || !isLetter(at(text, length + 1))) {
            break;
        }
        ++length;
    }
    return length;
}

/// 's 'm 'd 're 've 'll
std::size_t clitic(Text text) {
    if (!isApostrophe(at(text, 0))) {
        return 0;
    }
    const std::u32string next = lower(text.substr(0, 3));
    if (next == U"'re" || next == U"'ve" || next == U"'ll") {
        return 3;
    }
    return next.size() > 1 && isIn(next[1], U"msd") ? 2 : 0;
}

std::size_t negation(Text text) {
    const bool fits = isIn(at(text, 0), U"nN") && isApostropheOrQuote(at(text, 1)) && isIn(at(text, 2), U"tT");
    return fits ? 3 : 0;
}

Candidate splitWord(Text text) {
    const std::size_t length = lengthWhile(text, 0, [](char32_t c) { return isLatin(c) || isApostrophe(c); });
    const std::size_t first = ptbSplitWord(lower(text.substr(0, length)));
    return candidate(Kind::Plain, first, length - first);
}

Candidate wordWithClitic(Text text) {
    const std::size_t length = wordLength(text);
    const std::size_t found = length > 0 ? clitic(text.substr(length)) : 0;
    if (found > 0) {
        return candidate(Kind::Plain, length, found);
    }
    const std::size_t latin = lengthWhile(text, 0, isLatin);
    const bool isNegated = latin > 1 && isIn(text[latin - 1], U"nN") && !isIn(text[latin - 2], U"nN") &&
                           negation(text.substr(latin - 1)) > 0;
    return isNegated ? candidate(Kind::Plain, latin - 1, 3) : Candidate();
}

Candidate cliticAlone(Text text) {
    const std::size_t length = std::max(clitic(text), negation(text));
    return length > 0 && !isLatin(at(text, length)) ? candidate(Kind::Plain, length, 1) : Candidate();
}

Candidate apostropheWord(Text text) {
    const std::size_t length = lengthWhile(text, 0, [](char32_t c) { return isLatinOrDigit(c) || isApostrophe(c); });
    constexpr std::size_t longestWholeWord = 10;
    for (std::size_t size = std::min(length, longestWholeWord); size > 1; --size) {
        if (isPtbWholeWord(lower(text.substr(0, size))) && !isLatin(at(text, size))) {
            return candidate(Kind::Plain, size);
        }
    }
    const bool isName =
        isLatin(at(text, 0)) && !isIn(text[0], U"IYiabcdefghjklmopqrstuvwxyz") && isApostropheOrQuote(at(text, 1));
    const std::size_t rest = isName ? lengthWhile(text, 2, isLetter) : 0;
    if (rest > 1) {
        return candidate(Kind::Plain, 2 + rest);
    }
    const bool isDecade = isApostrophe(at(text, 0)) && isDigit(at(text, 1)) && isDigit(at(text, 2));
    return isDecade ? candidate(Kind::Plain, isIn(at(text, 3), U"sS") && text[2] == U'0' ? 4 : 3) : Candidate();
}

Candidate plainWord(Text text) {
    return candidate(Kind::Plain, wordLength(text));
}

/// Digits with points, commas and colons inside, after a sign.
std::size_t numberLength(Text text) {
    const std::size_t sign = isIn(at(text, 0), U"+-") ? 1 : 0;
    std::size_t end = sign + lengthWhile(text, sign, isDigit);
    while (isIn(at(text, end), U".:,\u066B\u066C") && isDigit(at(text, end + 1))) {
        end += 1 + lengthWhile(text, end + 1, isDigit);
    }
    return end > sign && isDigit(at(text, end - 1)) ? end : 0;
}

Candidate number(Text text) {
    return candidate(Kind::Plain, numberLength(text));
}

Candidate fraction(Text text) {
    if (isIn(at(text, 0), U"\u00BC\u00BD\u00BE\u2153\u2154")) {
        return candidate(Kind::Fraction, 1);
    }
    const auto part = [&](std::size_t begin) {
        const std::size_t digits = lengthWhile(text, begin, isDigit);
        return digits <= 4 ? digits : 0;
    };
    const auto simple = [&](std::size_t begin) {
        const std::size_t above = part(begin);
        const std::size_t below = above > 0 && at(text, begin + above) == U'/' ? part(begin + above + 1) : 0;
        return below > 0 ? above + 1 + below : 0;
    };
    const std::size_t whole = part(0);
    const std::size_t rest = whole > 0 && isIn(at(text, whole), U"- \u00A0") ? simple(whole + 1) : 0;
    return candidate(Kind::Plain, rest > 0 ? whole + 1 + rest : simple(0));
}

Candidate date(Text text) {
    std::size_t end = 0;
    for (int part = 0; part < 3; ++part) {
        const std::size_t digits = lengthWhile(text, end, isDigit);
        end += digits;
        if (digits == 0 || digits > 4 || (part < 2 && !isIn(at(text, end), U"/-"))) {
            return {};
        }
        end += part < 2 ? 1 : 0;
    }
    return candidate(Kind::Plain, end);
}

/// "state-of-the-art", "10-20", "d'Avignon-style".
Candidate hyphenated(Text text) {
    const auto part = [&](std::size_t begin) {
        const bool isElided = isIn(at(text, begin), U"dDoOlL") && isApostropheOrQuote(at(text, begin + 1)) &&
                              isLatinOrDigit(at(text, begin + 2));
        const std::size_t elided = isElided ? 3 : 0;
        const std::size_t letters = lengthWhile(text, begin + elided, isLatinOrDigit);
        const std::size_t digits =
            isIn(at(text, begin), U"+-") && begin > 0 ? 0 : numberLength(text.substr(begin + elided));
        const std::size_t longest = std::max(letters, digits);
        return longest + elided > elided || elided > 0 ? elided + longest : 0;
    };
    std::size_t end = part(0);
    if (end == 0) {
        return {};
    }
    while (isIn(at(text, end), U"-_\u2010\u2011")) {
        const std::size_t next = part(end + 1);
        if (next == 0) {
            break;
        }
        end += 1 + next;
    }
    return candidate(Kind::Plain, end);
}

/// "and/or", "w/o".
Candidate slashed(Text text) {
    std::size_t end = lengthWhile(text, 0, [](char32_t c) { return isLatinOrDigit(c) || c == U'-'; });
    if (end == 0 || text[0] == U'-') {
        return {};
    }
    const std::size_t first = end;
    for (int parts = 0; parts < 2 && at(text, end) == U'/' && isLatinOrDigit(at(text, end + 1)); ++parts) {
        end += 1 + lengthWhile(text, end + 1, [](char32_t c) { return isLatinOrDigit(c) || c == U'-'; });
    }
    return end > first ? candidate(Kind::Plain, end) : Candidate();
}

/// "AT&T", "C++".
Candidate capitalsJoined(Text text) {
    if (startsWith(text, "c++")) {
        return candidate(Kind::Plain, 3);
    }
    const auto isCapital = [](char32_t c) { return c >= U'A' && c <= U'Z'; };
    std::size_t end = lengthWhile(text, 0, isCapital);
    const std::size_t first = end;
    while (end > 0 && isIn(at(text, end), U"+&") && isCapital(at(text, end + 1))) {
        end += 1 + lengthWhile(text, end + 1, isCapital);
    }
    return end > first ? candidate(Kind::Plain, end) : Candidate();
}

/// Letters with a dot after each: "U.S.A.", "p.m."
std::size_t acronymLength(Text text) {
    std::size_t end = 0;
    while (isLatin(at(text, end)) && at(text, end + 1) == U'.') {
        end += 2;
    }
    return end > 2 ? end : 0;
}

bool capitalFollows(Text rest) {
    return isPtbSpace(at(rest, 0)) && (isPtbSpace(at(rest, 1)) || isUpper(at(rest, 1)));
}

Candidate acronym(Text text) {
    const std::size_t length = acronymLength(text);
    if (length == 0) {
        return {};
    }
    const std::size_t blanks = lengthWhile(text, length, isPtbSpace);
    const std::size_t word = lengthWhile(text, length + blanks, [](char32_t c) { return isLatin(c) || c == U'.'; });
    const bool ends = blanks > 0 && beginsPtbSentence(text.substr(length + blanks, word));
    return candidate(ends ? Kind::SentenceEnd : Kind::Abbreviation, length, ends ? blanks + word : 0);
}

Candidate abbreviation(Text text) {
    const std::size_t letters = lengthWhile(text, 0, [](char32_t c) { return isLatin(c) || c == U'.'; });
    for (std::size_t dot = letters; dot-- > 1;) {
        if (text[dot] != U'.') {
            continue;
        }
        const Text rest = text.substr(dot + 1);
        switch (ptbAbbreviation(text.substr(0, dot))) {
        case PtbAbbreviation::MayEndSentence:
            return capitalFollows(rest) ? candidate(Kind::SentenceEnd, dot + 1, 2)
                                        : candidate(Kind::Abbreviation, dot + 1);
        case PtbAbbreviation::Title:
            return candidate(Kind::Abbreviation, dot + 1);
        case PtbAbbreviation::BeforeNumber:
            if (isDigit(at(rest, 0)) || (isPtbSpace(at(rest, 0)) && isDigit(at(rest, 1)))) {
                return candidate(Kind::Abbreviation, dot + 1, 2);
            }
            break;
        case PtbAbbreviation::None:
            break;
        }
    }
    const std::size_t word = wordLength(text);
    const bool isInside = word > 0 && at(text, word) == U'.' && isIn(at(text, word + 1), U",;:\u3001");
    return isInside ? candidate(Kind::Abbreviation, word + 1, 1) : Candidate();
}

bool endsAddress(char32_t character) {
    return isPtbSpace(character) || isIn(character, U"\"<>|(){}[]");
}

Candidate address(Text text) {
    const std::size_t length = lengthWhile(text, 0, [](char32_t c) { return !endsAddress(c); });
    const Text whole = text.substr(0, length);
    const auto trimmed = [&](std::size_t end) {
        while (end > 0 && isIn(whole[end - 1], U".!?,;:&`\"'*-")) {
            --end;
        }
        return end;
    };
    for (const std::string_view beginning : {"http://", "https://", "ftp://", "www."}) {
        if (startsWith(text, beginning)) {
            return candidate(Kind::Plain, trimmed(length));
        }
    }
    const std::size_t sign = whole.find(U'@');
    const bool isMail =
        sign != Text::npos && sign > 0 && isLatinOrDigit(whole[0]) && isLatinOrDigit(at(whole, sign + 1));
    if (isMail) {
        return candidate(Kind::Plain, trimmed(length));
    }
    const std::size_t host = lengthWhile(whole, 0, [](char32_t c) { return isLatinOrDigit(c) || isIn(c, U".-"); });
    const std::u32string name = lower(whole.substr(0, host));
    for (const Text end : {Text(U".com"), Text(U".net"), Text(U".org"), Text(U".edu")}) {
        const std::size_t found = name.find(end);
        if (found != Text::npos && found > 0 && !isLatinOrDigit(at(whole, found + 4))) {
            const bool hasPath = at(whole, found + 4) == U'/' && trimmed(length) > found + 5;
            return candidate(Kind::Plain, hasPath ? trimmed(length) : found + 4);
        }
    }
    return {};
}

Candidate handle(Text text) {
    const bool isHandle = isIn(at(text, 0), U"@#") && (isLatin(at(text, 1)) || at(text, 1) == U'_');
    return isHandle ? candidate(Kind::Plain,
                                1 + lengthWhile(text, 1, [](char32_t c) { return isLatinOrDigit(c) || c == U'_'; }))
                    : Candidate();
}

Candidate tag(Text text) {
    const std::size_t slash = at(text, 1) == U'/' ? 1 : 0;
    if (at(text, 0) != U'<' || !(isLatin(at(text, 1 + slash)) || isIn(at(text, 1), U"!?"))) {
        return {};
    }
    const std::size_t end = text.find(U'>');
    return end == Text::npos ? Candidate() : candidate(Kind::Plain, end + 1);
}

Candidate entity(Text text) {
    for (const std::string_view name : {"&amp;", "&lt;", "&gt;"}) {
        if (startsWith(text, name)) {
            return candidate(Kind::Entity, name.size());
        }
    }
    return startsWith(text, "&mdash;") || startsWith(text, "&ndash;") ? candidate(Kind::Dash, 7) : Candidate();
}

Candidate quotes(Text text) {
    const bool isEntity = startsWith(text, "&quot;");
    if (text[0] == U'"' || isEntity) {
        const std::size_t length = isEntity ? 6 : 1;
        const char32_t next = at(text, length);
        return candidate(isLatinOrDigit(next) || next == U'$' ? Kind::OpenQuote : Kind::CloseQuote, length);
    }
    const bool isDouble = at(text, 1) == text[0];
    if (isIn(text[0], U"\u201C\u201F\u00AB\u0093") || (isDouble && isIn(text[0], U"`\u2018"))) {
        return candidate(Kind::OpenQuote, isDouble ? 2 : 1);
    }
    if (isIn(text[0], U"\u201D\u00BB\u0094\u201E") || (isDouble && isApostrophe(text[0]))) {
        return candidate(Kind::CloseQuote, isDouble ? 2 : 1);
    }
    if (isIn(text[0], U"`\u2018\u201B\u2039\u0091") || (text[0] == U'\'' && isLatin(at(text, 1)))) {
        return candidate(Kind::SingleOpenQuote, 1);
    }
    return isApostrophe(text[0]) || text[0] == U'\u203A' ? candidate(Kind::Plain, 1) : Candidate();
}

Candidate smiley(Text text) {
    std::size_t end = isIn(at(text, 0), U"<>") ? 1 : 0;
    if (!isIn(at(text, end), U":;=")) {
        return {};
    }
    ++end;
    end += isIn(at(text, end), U"-o*'") && isIn(at(text, end + 1), U"()DPdpO\\{@|[]") ? 1 : 0;
    return isIn(at(text, end), U"()DPdpO\\{@|[]") && !isLatin(at(text, end + 1)) ? candidate(Kind::Brackets, end + 1)
                                                                                 : Candidate();
}

Candidate marks(Text text) {
    const char32_t first = text[0];
    const std::size_t dots = lengthWhile(text, 0, [](char32_t c) { return c == U'.'; });
    if (first == U'\u2026' || dots > 2) {
        return candidate(Kind::Dots, std::max<std::size_t>(dots, 1));
    }
    if (startsWith(text, ". . .")) {
        return candidate(Kind::Dots, 5);
    }
    if (isIn(first, U"()[]{}")) {
        return candidate(Kind::Brackets, 1);
    }
    if (isIn(first, U"\u2013\u2014\u2015\u0096\u0097")) {
        return candidate(Kind::Dash, 1);
    }
    const std::size_t hyphens = lengthWhile(text, 0, [](char32_t c) { return c == U'-'; });
    if (hyphens > 1) {
        return candidate(hyphens < 5 ? Kind::Dash : Kind::Plain, hyphens);
    }
    for (const Text kind : {Text(U"?!"), Text(U"@"), Text(U"#"), Text(U"_"), Text(U"*")}) {
        const std::size_t length = lengthWhile(text, 0, [&](char32_t c) { return isIn(c, kind); });
        if (length > 0) {
            return candidate(Kind::Plain, length);
        }
    }
    return {};
}

Candidate symbol(Text text) {
    if (text[0] == U'\u00A3') {
        return candidate(Kind::Pound, 1);
    }
    if (isIn(text[0], U"\u20AC\u00A4\u00A5\u20A0\u0080")) {
        return candidate(Kind::Currency, 1);
    }
    const std::size_t capitals = lengthWhile(text, 0, [](char32_t c) { return c >= U'A' && c <= U'Z'; });
    if (at(text, capitals) == U'$') {
        return candidate(Kind::Plain, capitals + 1);
    }
    const bool isKnown = text[0] < 0x10000 && u_isgraph(static_cast<UChar32>(text[0])) != 0;
    return isKnown ? candidate(Kind::Plain, 1) : Candidate();
}

} // namespace

bool isPtbSpace(char32_t character) {
    return u_isUWhiteSpace(static_cast<UChar32>(character)) != 0;
}

PtbMatch longestPtbMatch(Text text) {
    constexpr std::size_t longestToken = 500; // keeps the time of a hostile text within bounds
    text = text.substr(0, longestToken);
    using Rule = Candidate (*)(Text);
    constexpr std::array<Rule, 21> rules{
        tag,     entity,       splitWord,  wordWithClitic, apostropheWord, plainWord, address,
        handle,  cliticAlone,  date,       number,         fraction,       slashed,   capitalsJoined,
        acronym, abbreviation, hyphenated, quotes,         smiley,         marks,     symbol};
    Candidate best = candidate(Kind::Unknown, 1);
    best.reach = 0;
    for (const Rule rule : rules) {
        const Candidate found = rule(text);
        best = found.reach > best.reach ? found : best;
    }
    return best.match;
}

} // namespace storyscope::text
