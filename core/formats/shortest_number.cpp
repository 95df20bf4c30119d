// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/shortest_number.h"

#include <array>
#include <charconv>

namespace storyscope::formats {

double shortestNumber(float value) {
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    double result = value;
    std::from_chars(text.data(), written.ptr, result);
    return result;
}

} // namespace storyscope::formats
