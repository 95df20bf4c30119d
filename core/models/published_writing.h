// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/models/weights_file.h"
#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

namespace storyscope::models {

/// A captioner as the Hugging Face library would have written it, so that other programs read it: the other direction
/// of published_config.h and captioner_weights.h.

/// Whether this architecture has a published layout.
bool hasPublishedLayout(const StoryConfig& config);

/// config.json. What its published keys cannot say of `config`, its name for one, is under publishedOwnKey, which the
/// library passes over; publishedConfig() of it is `config` again. Begin and end of texts are those of `tokenizer`.
nlohmann::json publishedJson(const StoryConfig& config, const text::Tokenizer& tokenizer);

/// preprocessor_config.json: how pictures are prepared and normalised.
nlohmann::json publishedPreparation(const StoryConfig& config);

/// All weights under their published names.
NamedTensors publishedWeights(const StoryModel& model);

} // namespace storyscope::models
