// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/text/tokenizer.h"
#include "core/training/trainer.h"

#include <torch/types.h>

namespace storyscope::training {

/// What a model in training makes of one story, greedily: its captions and the picture it expects as the last one.
/// `pictures`: (1, K, 3, S, S) float32 in [0, 1] on the model's device. Leaves `epoch` and `truths` empty. The model
/// must be in evaluation mode.
SampleStory tellSample(models::StoryModel& model, const text::Tokenizer& tokenizer, const torch::Tensor& pictures);

} // namespace storyscope::training
