// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

struct Score;

/// Names of gaps.
inline constexpr const char* shuffledCondition = "shuffled_condition"; ///< the pictures of another story
inline constexpr const char* shuffledOrder = "shuffled_order";         ///< the frames in another order

/// A score computed over some of the stories, by their indices; an index may come more than once.
using StoryStatistic = std::function<double(std::span<const std::size_t> stories)>;

/// `statistic` over all of `storyCount` stories.
double overAll(std::size_t storyCount, const StoryStatistic& statistic);

/// Sets value, low and high of `score`: the statistic over all stories, and its 2.5th and 97.5th percentile over 1,000
/// draws of as many stories with replacement. The same numbers on every run. Throws Error{Cancelled}.
/// Source: Efron 1979, "Bootstrap methods: another look at the jackknife"; percentile interval.
void setWithInterval(Score& score, std::size_t storyCount, const StoryStatistic& statistic,
                     const std::stop_token& stop);
/// The same of the stories with these numbers, and what each of them scores by itself.
void setWithInterval(Score& score, const std::vector<std::size_t>& storyNumbers, const StoryStatistic& statistic,
                     const std::stop_token& stop);

/// What a gap is between: the model with its true input, and with another.
struct GapSides {
    std::size_t storyCount = 0;
    StoryStatistic truly;
    StoryStatistic otherwise;
};
/// Sets score.gaps[name], with an interval as above. Throws Error{Cancelled}.
void setGap(Score& score, const std::string& name, const GapSides& sides, const std::stop_token& stop);

} // namespace storyscope::inference
