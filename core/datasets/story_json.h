// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

#include <nlohmann/json.hpp>

namespace storyscope::datasets {

/// A story as JSON: {"id", "title", "score", "order_is_true", "captions", "frames": [{"picture", "time_seconds",
/// "caption", "references", "tags", "entities": [{"id", "kind", "nouns", "box": [left, top, width, height]}],
/// "groundings": [{"begin", "end", "entity"}]}]}. Members without a value are left out.
nlohmann::json toJson(const Story& story);
nlohmann::json toJson(const StoryFrame& frame);

/// The reverse. Throws nlohmann::json::exception for a missing member or one of the wrong type.
StoryFrame frameFromJson(const nlohmann::json& json);

} // namespace storyscope::datasets
