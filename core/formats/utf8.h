// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace storyscope::formats {

/// Whether `text` is well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF (RFC 3629).
/// Thread-safe.
bool isValidUtf8(std::string_view text);

/// `text` with every byte that breaks UTF-8 replaced by U+FFFD, for writers whose format demands valid text.
std::string withValidUtf8(std::string_view text);

} // namespace storyscope::formats
