// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <array>
#include <charconv>

namespace storyscope {

namespace {

std::string text(double value, std::chars_format format, int digits) {
    std::array<char, 400> letters{}; // a double has at most 309 digits before the point
    return {letters.data(), std::to_chars(letters.data(), letters.data() + letters.size(), value, format, digits).ptr};
}

} // namespace

std::string formatNumber(double value, int digits) {
    return text(value, std::chars_format::fixed, digits);
}

std::string formatSignificant(double value, int digits) {
    return text(value, std::chars_format::general, digits);
}

} // namespace storyscope
