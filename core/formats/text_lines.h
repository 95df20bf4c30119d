// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace storyscope::formats {

/// Gives every line of a text file (without its end, LF or CR LF) with its number from 1, in memory of one line; a file
/// compressed by gzip is unpacked on the way. Throws Error{NotFound}, Error{Unreadable}, Error{Malformed} for a line
/// over 1 MiB or broken compression, Error{Cancelled}, and what `visit` throws.
void readTextLines(const std::filesystem::path& file, const std::function<void(std::string, std::uint64_t)>& visit,
                   const std::stop_token& stop);

} // namespace storyscope::formats
