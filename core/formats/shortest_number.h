// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace storyscope::formats {

/// The number whose shortest decimal form is the float's: 0.1F becomes 0.1, not 0.10000000149011612. Reading it back as
/// a float gives the same float.
double shortestNumber(float value);

} // namespace storyscope::formats
