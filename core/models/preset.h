// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"

#include <nlohmann/json.hpp>

#include <string>

namespace storyscope::models {

/// A preset file as it is: what PresetInfo says of it, and its two sections.
struct Preset {
    PresetInfo info;
    nlohmann::json model;    ///< as storyConfigFromJson takes it, without vocabulary_size
    nlohmann::json training; ///< as training::trainingPlan takes it
};

/// By name, or a path to a preset file. Throws Error{NotFound}, Error{Malformed} naming the file.
Preset readPreset(const std::string& nameOrPath);

} // namespace storyscope::models
