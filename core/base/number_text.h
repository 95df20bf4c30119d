// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace storyscope {

/// `value` with so many digits after the point; the point is a point in every locale.
std::string formatNumber(double value, int digits);

/// `value` rounded to so many significant digits, as "%g" writes it in the C locale.
std::string formatSignificant(double value, int digits);

} // namespace storyscope
