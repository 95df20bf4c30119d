// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/run_comparison.h"
#include "core/story/picture.h"
#include "core/story/story_result.h"

#include <optional>
#include <string>
#include <vector>

namespace storyscope::cli {

/// One story as every run's best model tells it.
struct ComparedStory {
    std::string id;
    std::vector<Picture> pictures;
    std::vector<std::string> truths; ///< captions of the frames
    std::vector<StoryResult> told;   ///< per run
};

/// The loss curves of all runs, a chart per loss: training light, validation dark, a hue per run; empty without curves.
std::optional<Picture> lossCharts(const inference::RunComparison& comparison);

/// One self-contained page: conditions, curves, scores, and stories side by side.
std::string comparisonHtml(const inference::RunComparison& comparison, const std::vector<ComparedStory>& stories);

} // namespace storyscope::cli
