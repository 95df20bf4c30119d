// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/augmentation.h"
#include "core/datasets/caption_cleaning.h"
#include "core/datasets/missing_pictures.h"
#include "core/models/json_object.h"

#include <nlohmann/json.hpp>

namespace storyscope::training {

/// Which captions are learnt.
enum class CaptionTargets {
    Caption, ///< StoryFrame::caption only
    Any,     ///< for each batch one of caption and references by chance
};

/// The values of a preset's training section that are more than a number, from its JSON and back. Whatever is absent
/// stays as in `otherwise`. Throw Error{Malformed} that names the key and what it may be.
CaptionTargets captionTargetsFrom(models::JsonObject& object, CaptionTargets otherwise);
datasets::MissingPictures missingPicturesFrom(models::JsonObject& object, datasets::MissingPictures otherwise);
datasets::CaptionCleaning captionCleaningFrom(const nlohmann::json& description);
datasets::AugmentationOptions augmentationFrom(const nlohmann::json& description,
                                               const datasets::AugmentationOptions& otherwise);

nlohmann::json toJson(CaptionTargets targets);
nlohmann::json toJson(datasets::MissingPictures missing);
nlohmann::json toJson(const datasets::CaptionCleaning& cleaning);
nlohmann::json toJson(const datasets::AugmentationOptions& options);

} // namespace storyscope::training
