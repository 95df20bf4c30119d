// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace storyscope::training {

/// A learning rate that rises linearly and falls along a half cosine. Source: Loshchilov & Hutter 2017, "SGDR".
struct Schedule {
    double peak = 1e-3;
    double final = 1e-5;
    std::int64_t warmUpSteps = 0;
    std::int64_t totalSteps = 1;

    /// For step 1…totalSteps: peak · step / warmUpSteps at first, then down to `final` at the last step.
    double learningRate(std::int64_t step) const;
};

} // namespace storyscope::training
