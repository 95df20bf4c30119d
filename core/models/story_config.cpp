// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/story_config.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/preparation_json.h"

namespace storyscope::models {

namespace {

constexpr double largestSize = 4096;

} // namespace

StoryConfig storyConfigFromJson(const nlohmann::json& json, const std::string& place) {
    JsonObject object(json, place);
    StoryConfig config;
    config.name = object.text("name", "");
    config.architecture = object.text("architecture", "");
    config.licence = object.text("license", "");
    config.weightsType = object.text("weights_type", config.weightsType);
    if (config.weightsType != "F32" && config.weightsType != "F16") {
        throw Error(ErrorCode::Malformed, place + ": \"weights_type\" must be F32 or F16");
    }
    config.preparation = preparationFromJson(object);
    config.maximumFrames = object.integer("maximum_frames", config.maximumFrames, {1, 64});
    config.contextFrames =
        object.integer("context_frames", config.contextFrames, {1, static_cast<double>(config.maximumFrames)});
    config.hiddenSize = object.integer("hidden_size", config.hiddenSize, {1, largestSize});
    config.maximumTokens = object.integer("maximum_tokens", config.maximumTokens, {2, 512});
    config.vocabularySize = object.integer("vocabulary_size", config.vocabularySize, {0, 200'000});
    config.padId = object.integer("pad_token_id", config.padId, {0, 200'000});
    config.tags = object.texts("tags");
    config.parts = object.object("parts");
    object.integer("parameter_count", 0, {}); // for readModelInfo
    object.finish();
    return config;
}

media::PictureSize StoryConfig::pictureSize() const {
    return preparation.crop > 0 ? media::PictureSize{preparation.crop, preparation.crop} : preparation.target;
}

nlohmann::json toJson(const StoryConfig& config) {
    nlohmann::json json = {{"name", config.name},
                           {"architecture", config.architecture},
                           {"license", config.licence},
                           {"weights_type", config.weightsType},
                           {"maximum_frames", config.maximumFrames},
                           {"context_frames", config.contextFrames},
                           {"hidden_size", config.hiddenSize},
                           {"maximum_tokens", config.maximumTokens},
                           {"vocabulary_size", config.vocabularySize},
                           {"pad_token_id", config.padId},
                           {"tags", config.tags},
                           {"parts", config.parts}};
    addPreparation(json, config.preparation);
    return json;
}

StoryConfig changed(const StoryConfig& config, const nlohmann::json& patch, const std::string& place) {
    nlohmann::json json = toJson(config);
    json.merge_patch(patch);
    return storyConfigFromJson(json, place);
}

} // namespace storyscope::models
