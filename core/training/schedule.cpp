// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace storyscope::training {

double Schedule::learningRate(std::int64_t step) const {
    if (step <= warmUpSteps) {
        return peak * static_cast<double>(step) / static_cast<double>(warmUpSteps);
    }
    const double falling = static_cast<double>(std::max<std::int64_t>(totalSteps - warmUpSteps, 1));
    const double progress = std::min(static_cast<double>(step - warmUpSteps) / falling, 1.0);
    return final + (peak - final) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
}

} // namespace storyscope::training
