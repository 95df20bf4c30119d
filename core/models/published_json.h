// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/json_object.h"

#include <nlohmann/json.hpp>

#include <string>

namespace storyscope::models {

/// What the config.json files of the Hugging Face library have in common, whichever model they describe.

constexpr double bertEpsilon = 1e-12; ///< of the layer norms in BERT

/// The library writes null for what it has no value for: `object` without those.
nlohmann::json withoutNulls(nlohmann::json object);

/// The object `key` of `config`, without nulls. Throws Error{Malformed} that names the key if it is missing.
nlohmann::json publishedPart(const nlohmann::json& config, const char* key, const std::string& place);

/// Our name of the activation that "hidden_act" names; `otherwise`, one of the library's names, if it is absent. Throws
/// Error{Malformed} that lists the names.
const char* publishedActivation(JsonObject& object, const char* otherwise);
/// The library's name for an activation of ours.
const char* publishedActivationName(const std::string& ours);

} // namespace storyscope::models
