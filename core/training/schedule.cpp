// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace storyscope::training {

namespace {

/// From `start` at 0 to `end` at 1.
double halfCosine(double start, double end, double progress) {
    return end + (start - end) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
}

struct Phase {
    bool isRising = true;
    double progress = 0; // [0, 1]
};

Phase phaseOf(const Schedule& schedule, std::int64_t step) {
    const double last = static_cast<double>(schedule.totalSteps) - 1;
    const double top = schedule.oneCycle.riseShare * static_cast<double>(schedule.totalSteps) - 1;
    const double now = std::clamp(static_cast<double>(step) - 1, 0.0, std::max(last, 0.0));
    if (now <= top) {
        return {true, top > 0 ? now / top : 1.0};
    }
    return {false, last > top ? (now - top) / (last - top) : 1.0};
}

double oneCycleRate(const Schedule& schedule, std::int64_t step) {
    const double start = schedule.peak / schedule.oneCycle.startDivisor;
    const Phase phase = phaseOf(schedule, step);
    return phase.isRising ? halfCosine(start, schedule.peak, phase.progress)
                          : halfCosine(schedule.peak, start / schedule.oneCycle.endDivisor, phase.progress);
}

} // namespace

double Schedule::learningRate(std::int64_t step) const {
    if (kind == Kind::OneCycle) {
        return oneCycleRate(*this, step);
    }
    if (warmUpSteps > 0 && step <= warmUpSteps) {
        return peak * static_cast<double>(step) / static_cast<double>(warmUpSteps);
    }
    if (kind == Kind::Constant) {
        return peak;
    }
    if (kind == Kind::Plateau) {
        return std::max(peak * plateau.share, std::min(plateau.lowest, peak));
    }
    const double falling = static_cast<double>(std::max<std::int64_t>(totalSteps - warmUpSteps, 1));
    return halfCosine(peak, final, std::min(static_cast<double>(step - warmUpSteps) / falling, 1.0));
}

Rate Schedule::rate(std::int64_t step) const {
    Rate result{.learningRate = learningRate(step)};
    if (kind == Kind::OneCycle && oneCycle.cyclesBeta1) {
        const Phase phase = phaseOf(*this, step);
        result.beta1 = phase.isRising ? halfCosine(oneCycle.highestBeta1, oneCycle.lowestBeta1, phase.progress)
                                      : halfCosine(oneCycle.lowestBeta1, oneCycle.highestBeta1, phase.progress);
    }
    return result;
}

void Schedule::epochDone(double validationLoss) {
    Plateau& now = plateau;
    if (!now.best || validationLoss < *now.best * (1 - now.threshold)) {
        now.best = validationLoss;
        now.badEpochs = 0;
    } else {
        ++now.badEpochs;
    }
    if (now.coolingEpochs > 0) {
        --now.coolingEpochs;
        now.badEpochs = 0;
    }
    if (now.badEpochs > now.patience) {
        now.share = std::max(now.share * now.factor, now.lowest / peak);
        now.coolingEpochs = now.cooldown;
        now.badEpochs = 0;
    }
}

} // namespace storyscope::training
