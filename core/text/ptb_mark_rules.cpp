// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/ptb_mark_rules.h"

#include "core/text/ptb_characters.h"

#include <unicode/uchar.h>

#include <algorithm>

namespace storyscope::text::ptb {

using Text = std::u32string_view;
using Kind = PtbMatch::Kind;

namespace {

bool endsAddress(char32_t character) {
    return isSpace(character) || isIn(character, U"\"<>|(){}[]");
}

} // namespace

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

} // namespace storyscope::text::ptb
