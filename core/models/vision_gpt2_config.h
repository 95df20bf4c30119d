// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"

#include <nlohmann/json.hpp>

#include <string>

namespace storyscope::models {

/// What the config.json of a published VisionEncoderDecoderModel means here, as publishedConfig(): of ViT and GPT-2;
/// Error{Unsupported} for other pairs. Source: the library `transformers`, configuration_vision_encoder_decoder.py,
/// configuration_vit.py, configuration_gpt2.py.
StoryConfig visionGpt2Config(const nlohmann::json& published, const std::string& place);

} // namespace storyscope::models
