// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_word_rules.h"

#include "core/text/ptb_characters.h"
#include "core/text/ptb_words.h"

#include <algorithm>

namespace storyscope::text::ptb {

using Text = std::u32string_view;
using Kind = PtbMatch::Kind;

namespace {

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

} // namespace

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

namespace {

/// Digits with points, commas and colons inside, after a sign.
std::size_t numberLength(Text text) {
    const std::size_t sign = isIn(at(text, 0), U"+-") ? 1 : 0;
    std::size_t end = sign + lengthWhile(text, sign, isDigit);
    while (isIn(at(text, end), U".:,\u066B\u066C") && isDigit(at(text, end + 1))) {
        end += 1 + lengthWhile(text, end + 1, isDigit);
    }
    return end > sign && isDigit(at(text, end - 1)) ? end : 0;
}

} // namespace

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

namespace {

/// Letters with a dot after each: "U.S.A.", "p.m."
std::size_t acronymLength(Text text) {
    std::size_t end = 0;
    while (isLatin(at(text, end)) && at(text, end + 1) == U'.') {
        end += 2;
    }
    return end > 2 ? end : 0;
}

bool capitalFollows(Text rest) {
    return isSpace(at(rest, 0)) && (isSpace(at(rest, 1)) || isUpper(at(rest, 1)));
}

} // namespace

Candidate acronym(Text text) {
    const std::size_t length = acronymLength(text);
    if (length == 0) {
        return {};
    }
    const std::size_t blanks = lengthWhile(text, length, isSpace);
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
            if (isDigit(at(rest, 0)) || (isSpace(at(rest, 0)) && isDigit(at(rest, 1)))) {
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

} // namespace storyscope::text::ptb
