// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/unicode_text.h"

#include <unicode/unistr.h>

namespace storyscope::text {

std::u32string decodedUtf8(std::string_view text) {
    const icu::UnicodeString wide =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    std::u32string characters;
    for (std::int32_t index = 0; index < wide.length(); index = wide.moveIndex32(index, 1)) {
        characters += static_cast<char32_t>(wide.char32At(index));
    }
    return characters;
}

std::string encodedUtf8(std::u32string_view characters) {
    icu::UnicodeString wide;
    for (const char32_t character : characters) {
        wide.append(static_cast<UChar32>(character));
    }
    std::string text;
    wide.toUTF8String(text);
    return text;
}

} // namespace storyscope::text
