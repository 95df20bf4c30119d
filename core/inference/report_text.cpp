// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/report_text.h"

#include "core/base/number_text.h"

#include <algorithm>

namespace storyscope::inference {

std::string scoreText(double value) {
    return formatNumber(value, 4);
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

} // namespace storyscope::inference
