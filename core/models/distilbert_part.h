// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/json_object.h"
#include "core/models/story_config.h"
#include "core/nn/text_encoder.h"

#include <memory>

namespace storyscope::models {

/// The part "distilbert_cls_encoder": "weights", "sha256" and "frozen" as for every pretrained part, "size" of its
/// vectors (256), and DistilBERT's own sizes, by default the published ones: "positions", "hidden_size", "layers",
/// "heads", "inner_size". Throws as part_registry.h says, and as loadPretrained() does.
std::shared_ptr<nn::TextEncoder> distilBertClsEncoder(JsonObject& part, const StoryConfig& config);

} // namespace storyscope::models
