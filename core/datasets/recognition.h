// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

// What readers use to find out whether a file or folder is theirs, from its content and never from a name alone.
// Nothing here throws for a file that cannot be read: it is then nobody's.

/// `path` itself if it is a file with one of these endings (".json"); of a folder, the largest such files in it and in
/// its folders for annotations, in natural order.
std::vector<std::filesystem::path> describingFiles(const std::filesystem::path& path,
                                                   const std::vector<std::string_view>& endings);

/// The folder that a data set's pictures are below: `path`, or of a file the folder that it is in, and for a file in
/// "annotations" the folder around that.
std::filesystem::path rootOf(const std::filesystem::path& path);

/// For the title: the name of rootOf().
std::string nameOf(const std::filesystem::path& path);

/// The first bytes of a file; empty if it cannot be read.
std::string beginningOf(const std::filesystem::path& file, std::size_t sizeBytes = 64 * 1024);

/// Lines without their ends.
std::vector<std::string> linesOf(const std::string& text);

/// The members of the first elements of a JSON document's lists: "images[].file_name". A list in a list counts as one.
/// Only the file's beginning is looked at.
std::set<std::string> jsonShape(const std::filesystem::path& file);

/// An id that may be a number or a string, as text. Throws nlohmann::json::exception for anything else.
std::string idText(const nlohmann::json& id);

} // namespace storyscope::datasets
