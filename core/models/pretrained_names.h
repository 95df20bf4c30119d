// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace storyscope::models {

/// Finds out under which name a weights file has each of a network's tensors: wanted name → name in the file, for
/// those that it has. Of all styles of names and all prefixes, the one that fits most tensors is taken.
std::map<std::string, std::string> matchedNames(const std::vector<std::string>& wanted,
                                                const std::vector<std::string>& given);

} // namespace storyscope::models
