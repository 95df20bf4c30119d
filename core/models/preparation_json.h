// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/picture_preparation.h"
#include "core/models/json_object.h"

#include <nlohmann/json.hpp>

namespace storyscope::models {

/// How a model's configuration says what is done to its pictures:
/// "picture_size": side, or [height, width]; and, where pictures are not simply stretched to it by the bilinear filter,
/// "preparation": {"fit": "stretch" or "crop", "shorter_side": pixels (of a crop, before it), "filter": "bilinear" …,
/// "rounding": "half_even" or "down", "equalize": "none", "first" or "last"}. Throws Error{Malformed}.
media::PicturePreparation preparationFromJson(JsonObject& model);

/// Writes the same keys into a model's configuration.
void addPreparation(nlohmann::json& model, const media::PicturePreparation& preparation);

} // namespace storyscope::models
