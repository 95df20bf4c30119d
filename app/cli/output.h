// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::cli {

/// "-" names standard output wherever a file for results is asked for.
inline constexpr std::string_view standardOutput = "-";

/// Writes `bytes` to standard output for "-", else to the file, atomically. Throws Error if they cannot be written.
void writeOutput(const std::string& place, std::string_view bytes);
void writeOutput(const std::string& place, const std::vector<std::uint8_t>& bytes);

/// "01:02.50", with hours in front where there are any.
std::string formatTime(double seconds);
/// The shortest text that reads back as `value`: "0.0005".
std::string formatValue(double value);
/// "62 %"
std::string formatShare(double share);
/// "2,097,400"
std::string formatCount(std::int64_t count);
/// "7.9 MB"
std::string formatSize(std::uintmax_t bytes);
/// "3 min 20 s"
std::string formatDuration(double seconds);

/// `text` filled up with spaces to so many columns, counting each UTF-8 character as one.
std::string padded(const std::string& text, std::size_t columns);

} // namespace storyscope::cli
