// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/html_text.h"

#include "core/formats/utf8.h"

#include <algorithm>
#include <cstddef>

namespace storyscope::formats {

std::string escapedHtml(std::string_view text) {
    std::string escaped;
    for (const char letter : withValidUtf8(text)) {
        switch (letter) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\0':
            escaped += "\xEF\xBF\xBD";
            break;
        default:
            escaped += letter;
        }
    }
    return escaped;
}

std::string pngDataAddress(std::span<const std::uint8_t> png) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string address = "data:image/png;base64,";
    for (std::size_t index = 0; index < png.size(); index += 3) {
        const std::size_t present = std::min<std::size_t>(3, png.size() - index);
        std::uint32_t group = 0;
        for (std::size_t offset = 0; offset < 3; ++offset) {
            group = group << 8U | (offset < present ? png[index + offset] : 0U);
        }
        for (std::size_t digit = 0; digit < 4; ++digit) {
            address += digit <= present ? digits[group >> (18 - 6 * digit) & 63U] : '=';
        }
    }
    return address;
}

} // namespace storyscope::formats
