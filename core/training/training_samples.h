// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_sampling.h"
#include "core/training/training_stories.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::training {

/// The sampling that shows a story as it is, in order, or as much of it as the model takes.
inline constexpr const char* wholeStories = "whole-stories";

/// What a preset's "sampling" names: none for whole-stories, else one of datasets::samplingNames(). Throws
/// Error{NotFound} that lists the names.
std::optional<datasets::SamplingOptions> samplingNamed(const std::string& name);

/// Frames of a story that a batch shows.
struct TrainingSample {
    const TrainingStory* story = nullptr; ///< not owned
    std::vector<std::size_t> frames;      ///< positions in the story as they are shown, the target last; never empty

    /// Every frame once, in order: only then the story's score is known.
    bool isWhole() const;
};

/// All samples of these stories, in their order; short stories may give none, sliding windows give several. The stories
/// must stay where they are.
std::vector<TrainingSample> samplesOf(const std::vector<TrainingStory>& stories,
                                      const std::optional<datasets::SamplingOptions>& sampling);

/// So many frames a sample of this sampling shows.
std::size_t framesShown(const datasets::SamplingOptions& sampling);

} // namespace storyscope::training
