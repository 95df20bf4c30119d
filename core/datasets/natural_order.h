// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace storyscope::datasets {

/// Orders file names as a person would: runs of digits by their value ("2" before "10"), the rest by bytes.
bool naturalLess(const std::string& a, const std::string& b);

} // namespace storyscope::datasets
