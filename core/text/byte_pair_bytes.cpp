// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_pair_bytes.h"

#include "core/text/unicode_text.h"

#include <array>

namespace storyscope::text {

namespace {

constexpr std::size_t byteCount = 256;
constexpr std::size_t symbolCount = 0x144; ///< the last symbol is U+0143

constexpr bool spellsItself(std::size_t byte) {
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

struct Tables {
    std::array<std::string, byteCount> symbols;
    std::array<int, symbolCount> bytes; ///< of each symbol's code point; −1: it is none
};

Tables madeTables() {
    Tables tables;
    tables.bytes.fill(-1);
    char32_t next = byteCount;
    for (std::size_t byte = 0; byte < byteCount; ++byte) {
        const char32_t symbol = spellsItself(byte) ? static_cast<char32_t>(byte) : next++;
        tables.symbols[byte] = encodedUtf8(std::u32string(1, symbol));
        tables.bytes[symbol] = static_cast<int>(byte);
    }
    return tables;
}

const Tables& tables() {
    static const Tables made = madeTables();
    return made;
}

} // namespace

const std::string& byteSymbol(unsigned char byte) {
    return tables().symbols[byte];
}

std::optional<std::string> bytesOfSymbols(std::string_view token) {
    std::string bytes;
    for (const char32_t symbol : decodedUtf8(token)) {
        if (symbol >= symbolCount || tables().bytes[symbol] < 0) {
            return {};
        }
        bytes += static_cast<char>(tables().bytes[symbol]);
    }
    return bytes;
}

} // namespace storyscope::text
