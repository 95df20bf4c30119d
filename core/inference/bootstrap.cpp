// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/bootstrap.h"

#include "core/base/progress.h"
#include "core/inference/evaluation.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace storyscope::inference {

namespace {

constexpr std::size_t draws = 1000;
constexpr std::uint64_t resamplingSeed = 1979;

struct Interval {
    double low = 0;
    double high = 0;
};

Interval bootstrapped(std::size_t storyCount, const StoryStatistic& statistic, const std::stop_token& stop) {
    std::mt19937_64 generator(resamplingSeed);
    std::vector<std::size_t> drawn(storyCount);
    std::vector<double> values(draws);
    for (double& value : values) {
        throwIfStopped(stop);
        std::ranges::generate(drawn, [&] { return static_cast<std::size_t>(generator() % storyCount); });
        value = statistic(drawn);
    }
    std::ranges::sort(values);
    return {values[draws / 40], values[draws - 1 - draws / 40]};
}

} // namespace

double overAll(std::size_t storyCount, const StoryStatistic& statistic) {
    std::vector<std::size_t> stories(storyCount);
    std::iota(stories.begin(), stories.end(), std::size_t{0});
    return statistic(stories);
}

void setWithInterval(Score& score, std::size_t storyCount, const StoryStatistic& statistic,
                     const std::stop_token& stop) {
    score.value = overAll(storyCount, statistic);
    if (storyCount < 2) {
        return;
    }
    const Interval interval = bootstrapped(storyCount, statistic, stop);
    score.low = interval.low;
    score.high = interval.high;
}

void setWithInterval(Score& score, const std::vector<std::size_t>& storyNumbers, const StoryStatistic& statistic,
                     const std::stop_token& stop) {
    setWithInterval(score, storyNumbers.size(), statistic, stop);
    for (std::size_t story = 0; story < storyNumbers.size(); ++story) {
        throwIfStopped(stop);
        score.stories[storyNumbers[story]] = statistic({&story, 1});
    }
}

void setGap(Score& score, const std::string& name, const GapSides& sides, const std::stop_token& stop) {
    const double sign = score.higherIsBetter ? 1 : -1;
    const auto difference = [&](std::span<const std::size_t> stories) {
        return sign * (sides.truly(stories) - sides.otherwise(stories));
    };
    Gap gap;
    gap.other = overAll(sides.storyCount, sides.otherwise);
    gap.gap = overAll(sides.storyCount, difference);
    if (sides.storyCount > 1) {
        const Interval interval = bootstrapped(sides.storyCount, difference, stop);
        gap.low = interval.low;
        gap.high = interval.high;
    }
    score.gaps[name] = gap;
}

} // namespace storyscope::inference
