// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace storyscope::text {

/// The stem of a lower-case English word by Snowball's English algorithm ("Porter2"): what METEOR 1.5 uses.
/// Source: snowballstem.org/algorithms/english. Thread-safe.
std::string snowballStem(std::string_view word);

} // namespace storyscope::text
