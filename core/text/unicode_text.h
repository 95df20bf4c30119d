// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace storyscope::text {

/// The characters of UTF-8 text (bytes that break it as U+FFFD), and back.
std::u32string decodedUtf8(std::string_view text);
std::string encodedUtf8(std::u32string_view characters);

} // namespace storyscope::text
