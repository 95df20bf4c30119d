// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/json_object.h"
#include "core/models/pretrained_weights.h"
#include "core/models/story_config.h"
#include "core/nn/frame_encoder.h"
#include "core/nn/pretrained_backbone.h"

#include <memory>

namespace storyscope::models {

/// Reads "weights" and "sha256" of a part; an empty source means random weights.
PretrainedRequest pretrainedRequest(JsonObject& part);
/// Reads "frozen", true unless it says otherwise, and loads and freezes `network` accordingly. Throws as
/// loadPretrained().
void loadAndFreeze(nn::PretrainedModule& network, const PretrainedRequest& request, JsonObject& part);
/// Reads "backbone", "weights", "sha256" and "frozen": one of knownBackbones(), without a classifier.
std::shared_ptr<nn::PretrainedBackbone> backbonePart(JsonObject& part);

/// The part "pretrained_frame_encoder": backbonePart(), "grid" ("last_stage" or "pooled"), "patches" ("plain" or
/// "normalized") and "summary_size" (default: the model's hidden size; 0: the pooled feature itself).
std::shared_ptr<nn::FrameEncoder> pretrainedFrameEncoder(JsonObject& part, const StoryConfig& config);

} // namespace storyscope::models
