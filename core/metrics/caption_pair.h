// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace storyscope::metrics {

/// One hypothesis and its references, each a list of tokens.
struct CaptionPair {
    std::vector<std::string> hypothesis;
    std::vector<std::vector<std::string>> references;
};

} // namespace storyscope::metrics
