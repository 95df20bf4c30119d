// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/preset_values.h"

#include "core/training/named_choice.h"

namespace storyscope::training {

using datasets::AugmentationOptions;
using datasets::CaptionCleaning;
using datasets::MissingPictures;
using models::JsonObject;
using nlohmann::json;

namespace {

constexpr Names<CaptionTargets, 2> captionTargetNames{
    {{"any", CaptionTargets::Any}, {"caption", CaptionTargets::Caption}}};
constexpr Names<MissingPictures, 3> missingPicturesNames{{{"placeholder", MissingPictures::UsePlaceholder},
                                                          {"skip", MissingPictures::SkipStory},
                                                          {"error", MissingPictures::Throw}}};
constexpr Names<CaptionCleaning::Letters, 2> letterNames{
    {{"keep", CaptionCleaning::Letters::Keep}, {"lower", CaptionCleaning::Letters::Lower}}};
constexpr Names<CaptionCleaning::Tags, 3> tagNames{{{"keep", CaptionCleaning::Tags::Keep},
                                                    {"remove-grounding", CaptionCleaning::Tags::RemoveGrounding},
                                                    {"remove-all", CaptionCleaning::Tags::RemoveAll}}};
constexpr Names<CaptionCleaning::Placeholders, 2> placeholderNames{
    {{"keep", CaptionCleaning::Placeholders::Keep}, {"as-words", CaptionCleaning::Placeholders::AsWords}}};
constexpr Names<CaptionCleaning::Spaces, 3> spaceNames{{{"keep", CaptionCleaning::Spaces::Keep},
                                                        {"collapse", CaptionCleaning::Spaces::Collapse},
                                                        {"join", CaptionCleaning::Spaces::Join}}};
constexpr Names<AugmentationOptions::Sides, 2> sideNames{
    {{"keep", AugmentationOptions::Sides::KeepUnmirrored}, {"swap", AugmentationOptions::Sides::SwapWords}}};

} // namespace

CaptionTargets captionTargetsFrom(JsonObject& object, CaptionTargets otherwise) {
    return choice(object, "caption_targets", otherwise, captionTargetNames);
}

MissingPictures missingPicturesFrom(JsonObject& object, MissingPictures otherwise) {
    return choice(object, "missing_pictures", otherwise, missingPicturesNames);
}

CaptionCleaning captionCleaningFrom(const json& description) {
    JsonObject object(description, "The preset's captions");
    CaptionCleaning cleaning;
    cleaning.letters = choice(object, "letters", cleaning.letters, letterNames);
    cleaning.tags = choice(object, "tags", cleaning.tags, tagNames);
    cleaning.placeholders = choice(object, "placeholders", cleaning.placeholders, placeholderNames);
    cleaning.spaces = choice(object, "spaces", cleaning.spaces, spaceNames);
    cleaning.mostWords = static_cast<std::size_t>(object.integer("most_words", 0, {0, 100'000}));
    object.finish();
    return cleaning;
}

AugmentationOptions augmentationFrom(const json& description, const AugmentationOptions& otherwise) {
    JsonObject object(description, "The preset's augmentation");
    AugmentationOptions options;
    options.mirrorShare = object.number("mirror_share", otherwise.mirrorShare, {0, 1});
    options.sides = choice(object, "sides", otherwise.sides, sideNames);
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
