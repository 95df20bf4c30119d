// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_info.h"

#include <nlohmann/json.hpp>

#include <string>

namespace storyscope::models {

/// A preset file: what PresetInfo says of it, and its two sections. A file with a "base", the name of another preset,
/// holds only what is different from that one, as a JSON merge patch (RFC 7386).
struct Preset {
    PresetInfo info;
    nlohmann::json model;    ///< as storyConfigFromJson takes it, without vocabulary_size
    nlohmann::json training; ///< as training::trainingPlan takes it
};

/// By name, or a path to a preset file. Throws Error{NotFound}, also for its base, Error{Malformed} naming the file.
Preset readPreset(const std::string& nameOrPath);

} // namespace storyscope::models
