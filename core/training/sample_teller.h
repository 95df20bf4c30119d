// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/trainer.h"
#include "core/training/training_set.h"

#include <optional>

namespace storyscope::training {

/// What a model in training makes of one validation story, another one for every epoch, greedily and by its abilities:
/// a caption per frame; or the caption of the frame after the context; or one for all frames; the picture it expects;
/// and where it looked. None if no validation story has its pictures. The model must be in evaluation mode.
std::optional<SampleStory> tellSample(models::StoryModel& model, const TrainingSet& set, int epoch);

} // namespace storyscope::training
