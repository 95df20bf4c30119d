// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_pair_words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

namespace storyscope::text {

namespace {

constexpr std::array<std::string_view, 7> clitics{"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

enum class Kind { Space, Letter, Number, Other };

struct Character {
    Kind kind = Kind::Other;
    std::size_t end = 0; ///< the byte after it
};

Kind kindOf(UChar32 code) {
    if (code < 0) {
        return Kind::Other;
    }
    if (u_isUWhiteSpace(code)) {
        return Kind::Space;
    }
    const std::uint32_t category = U_GET_GC_MASK(code);
    return (category & U_GC_L_MASK) != 0 ? Kind::Letter : (category & U_GC_N_MASK) != 0 ? Kind::Number : Kind::Other;
}

/// `position` is before the end.
Character characterAt(std::string_view text, std::size_t position) {
    UChar32 code = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()), position, text.size(), code);
    return {.kind = kindOf(code), .end = position};
}

/// The end of the characters of one kind that begin at `position`.
std::size_t runEnd(std::string_view text, std::size_t position, Kind kind) {
    while (position < text.size()) {
        const Character next = characterAt(text, position);
        if (next.kind != kind) {
            break;
        }
        position = next.end;
    }
    return position;
}

std::size_t cliticEnd(std::string_view text, std::size_t position) {
    const std::string_view rest = text.substr(position);
    for (const std::string_view clitic : clitics) {
        if (rest.starts_with(clitic)) {
            return position + clitic.size();
        }
    }
    return position;
}

/// White space up to the end, or up to its last character if something follows that it may go to.
std::size_t spaceEnd(std::string_view text, std::size_t position) {
    std::size_t last = position;
    std::size_t end = position;
    while (end < text.size()) {
        const Character next = characterAt(text, end);
        if (next.kind != Kind::Space) {
            return last > position ? last : end;
        }
        last = end;
        end = next.end;
    }
    return end;
}

std::size_t wordEnd(std::string_view text, std::size_t position) {
    if (const std::size_t end = cliticEnd(text, position); end > position) {
        return end;
    }
    const std::size_t begin = text[position] == ' ' && position + 1 < text.size() ? position + 1 : position;
    const Kind kind = characterAt(text, begin).kind;
    return kind == Kind::Space ? spaceEnd(text, position) : runEnd(text, begin, kind);
}

} // namespace

std::vector<std::string_view> splitBytePairWords(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t end = wordEnd(text, position);
        words.push_back(text.substr(position, end - position));
        position = end;
    }
    return words;
}

} // namespace storyscope::text
