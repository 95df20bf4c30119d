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
constexpr std::uint64_t seed = 1979;

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
    std::mt19937_64 generator(seed);
    std::vector<std::size_t> drawn(storyCount);
    std::vector<double> values(draws);
    for (double& value : values) {
        throwIfStopped(stop);
        std::ranges::generate(drawn, [&] { return static_cast<std::size_t>(generator() % storyCount); });
        value = statistic(drawn);
    }
    std::ranges::sort(values);
    score.low = values[draws / 40];
    score.high = values[draws - 1 - draws / 40];
}

} // namespace storyscope::inference
