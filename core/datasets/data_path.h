// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace storyscope::datasets {

/// Where the file that a data set calls `name` is: in `folder` or below it, and nowhere else. The file need not exist.
/// Throws Error{Malformed} for an empty or absolute name, a name with a zero byte, and for `..` or symbolic links that
/// leave the folder. The folder itself may be a link. Thread-safe; asks the file system, so call it for one picture at
/// a time and not for a whole list.
std::filesystem::path inside(const std::filesystem::path& folder, const std::string& name);

/// Whether `name` stays in its folder as far as its letters tell, without a look at the disk.
bool staysInside(const std::string& name);

} // namespace storyscope::datasets
