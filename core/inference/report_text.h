// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace storyscope::inference {

/// `value` with four digits after the point, as scores stand in every report.
std::string scoreText(double value);

/// `text` with spaces behind it, so that it is at least `width` characters wide.
std::string padded(std::string text, std::size_t width);

} // namespace storyscope::inference
