// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"

#include <nlohmann/json.hpp>

#include <string>

namespace storyscope::models {

/// What the config.json of a published GIT means here, as publishedConfig(). Source: the library `transformers`,
/// configuration_git.py.
StoryConfig gitConfig(const nlohmann::json& published, const std::string& place);

} // namespace storyscope::models
