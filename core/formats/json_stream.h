// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::formats {

/// One element of a list that readJsonLists() was asked for.
struct JsonElement {
    std::string_view list;        ///< the member that holds the list
    std::uint64_t number = 0;     ///< in its list, from 1
    std::uint64_t byteOffset = 0; ///< about where it begins in the file
    nlohmann::json& value;        ///< may be moved from
};

struct JsonListReading {
    std::set<std::string> lists; ///< members of the outermost object
    std::function<void(const JsonElement&)> visit;
    std::size_t largestElementBytes = std::size_t{16} << 20; ///< as text; also of whatever is skipped
    std::size_t deepest = 200;                               ///< objects and lists inside each other
};

/// Reads the long lists of a JSON file ({"images": [ … ], "annotations": [ … ]}) element by element, in memory of one
/// element; everything else is skipped. Of doubled keys inside an element the last one counts; a doubled list is read
/// twice. Returns the lists that were there. The first form throws Error{NotFound}, Error{Unreadable}; both throw
/// Error{Malformed} with the byte for what is no JSON object (broken UTF-8 and numbers past the range of a double are
/// not JSON), Error{Cancelled}, and what `visit` throws.
std::set<std::string> readJsonLists(const std::filesystem::path& file, const JsonListReading& reading,
                                    const std::stop_token& stop, Progress& progress);
std::set<std::string> readJsonLists(std::istream& input, const std::filesystem::path& nameForErrors,
                                    const JsonListReading& reading, const std::stop_token& stop, Progress& progress);

/// Which of the texts occurs in a file, without parsing it: empty if none does or if it is no regular file that can be
/// read. Quick enough to recognise a file of 100 MB by the name of a member.
std::string firstTextInFile(const std::filesystem::path& file, const std::vector<std::string>& texts,
                            const std::stop_token& stop);

} // namespace storyscope::formats
