// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"

#include <nlohmann/json.hpp>

#include <string>

namespace storyscope::models {

/// Whether a config.json is one of the Hugging Face library's, not one of ours.
bool isPublishedConfig(const nlohmann::json& json);

/// Where a captioner that we saved keeps what no published key can say, a merge patch (RFC 7386) of its StoryConfig.
inline constexpr const char* publishedOwnKey = "storyscope";

/// What a published captioner's config.json means here. Sizes that it leaves out are those that the library takes, but
/// for the heads of BLIP's decoder: at BERT's size, 768, it has 12, whatever an older file says.
/// Throws Error{Unsupported} for an architecture or a variant that is not known, Error{Malformed} that names the key;
/// `place` is the file for the message. Source: the library `transformers`, configuration_blip.py.
StoryConfig publishedConfig(const nlohmann::json& json, const std::string& place);

} // namespace storyscope::models
