// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/preset_values.h"

#include "core/models/named_value.h"

namespace storyscope::training {

using datasets::AugmentationOptions;
using datasets::CaptionCleaning;
using datasets::MissingPictures;
using models::JsonObject;
using models::namedValue;
using models::nameOf;
using models::Names;
using nlohmann::json;

namespace {

const Names<CaptionTargets> captionTargetNames{{"any", CaptionTargets::Any}, {"caption", CaptionTargets::Caption}};
const Names<MissingPictures> missingPicturesNames{{"placeholder", MissingPictures::UsePlaceholder},
                                                  {"skip", MissingPictures::SkipStory},
                                                  {"error", MissingPictures::Throw}};
const Names<CaptionCleaning::Letters> letterNames{{"keep", CaptionCleaning::Letters::Keep},
                                                  {"lower", CaptionCleaning::Letters::Lower}};
const Names<CaptionCleaning::Tags> tagNames{{"keep", CaptionCleaning::Tags::Keep},
                                            {"remove-grounding", CaptionCleaning::Tags::RemoveGrounding},
                                            {"remove-all", CaptionCleaning::Tags::RemoveAll}};
const Names<CaptionCleaning::Placeholders> placeholderNames{{"keep", CaptionCleaning::Placeholders::Keep},
                                                            {"as-words", CaptionCleaning::Placeholders::AsWords}};
const Names<CaptionCleaning::Spaces> spaceNames{{"keep", CaptionCleaning::Spaces::Keep},
                                                {"collapse", CaptionCleaning::Spaces::Collapse},
                                                {"join", CaptionCleaning::Spaces::Join}};
const Names<AugmentationOptions::Sides> sideNames{{"keep", AugmentationOptions::Sides::KeepUnmirrored},
                                                  {"swap", AugmentationOptions::Sides::SwapWords}};

} // namespace

CaptionTargets captionTargetsFrom(JsonObject& object, CaptionTargets otherwise) {
    return namedValue(object, "caption_targets", otherwise, captionTargetNames);
}

MissingPictures missingPicturesFrom(JsonObject& object, MissingPictures otherwise) {
    return namedValue(object, "missing_pictures", otherwise, missingPicturesNames);
}

CaptionCleaning captionCleaningFrom(const json& description) {
    JsonObject object(description, "The preset's captions");
    CaptionCleaning cleaning;
    cleaning.letters = namedValue(object, "letters", cleaning.letters, letterNames);
    cleaning.tags = namedValue(object, "tags", cleaning.tags, tagNames);
    cleaning.placeholders = namedValue(object, "placeholders", cleaning.placeholders, placeholderNames);
    cleaning.spaces = namedValue(object, "spaces", cleaning.spaces, spaceNames);
    cleaning.mostWords = static_cast<std::size_t>(object.integer("most_words", 0, {0, 100'000}));
    object.finish();
    return cleaning;
}

AugmentationOptions augmentationFrom(const json& description, const AugmentationOptions& otherwise) {
    JsonObject object(description, "The preset's augmentation");
    AugmentationOptions options;
    options.mirrorShare = object.number("mirror_share", otherwise.mirrorShare, {0, 1});
    options.sides = namedValue(object, "sides", otherwise.sides, sideNames);
    options.smallestCrop = object.number("smallest_crop", otherwise.smallestCrop, {0.05, 1});
    options.rotationDegrees = object.number("rotation_degrees", otherwise.rotationDegrees, {0, 45});
    options.colour = object.number("colour", otherwise.colour, {0, 0.99});
    options.noise = object.number("noise", otherwise.noise, {0, 1});
    options.blurShare = object.number("blur_share", otherwise.blurShare, {0, 1});
    object.finish();
    return options;
}

json toJson(CaptionTargets targets) {
    return nameOf(targets, captionTargetNames);
}

json toJson(MissingPictures missing) {
    return nameOf(missing, missingPicturesNames);
}

json toJson(const CaptionCleaning& cleaning) {
    return {{"letters", nameOf(cleaning.letters, letterNames)},
            {"tags", nameOf(cleaning.tags, tagNames)},
            {"placeholders", nameOf(cleaning.placeholders, placeholderNames)},
            {"spaces", nameOf(cleaning.spaces, spaceNames)},
            {"most_words", cleaning.mostWords}};
}

json toJson(const AugmentationOptions& options) {
    return {{"mirror_share", options.mirrorShare},
            {"sides", nameOf(options.sides, sideNames)},
            {"smallest_crop", options.smallestCrop},
            {"rotation_degrees", options.rotationDegrees},
            {"colour", options.colour},
            {"noise", options.noise},
            {"blur_share", options.blurShare}};
}

} // namespace storyscope::training
