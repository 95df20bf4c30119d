// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace storyscope::formats {

/// `text` as it may stand between tags and inside a double-quoted attribute: & < > " escaped, broken UTF-8 replaced.
std::string escapedHtml(std::string_view text);

/// Bytes as a data address of a PNG picture, for src or url().
std::string pngDataAddress(std::span<const std::uint8_t> png);

} // namespace storyscope::formats
