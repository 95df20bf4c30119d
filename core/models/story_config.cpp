// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/story_config.h"

#include "core/base/error.h"
#include "core/models/json_object.h"

namespace storyscope::models {

namespace {

constexpr double largestSize = 4096;

} // namespace

StoryConfig storyConfigFromJson(const nlohmann::json& json, const std::string& place) {
    JsonObject object(json, place);
    StoryConfig config;
    config.name = object.text("name", "");
    config.architecture = object.text("architecture", "");
    if (config.architecture != "StoryModel") {
        throw Error(ErrorCode::Unsupported, place + ": the architecture \"" + config.architecture + "\" is not known");
    }
    config.licence = object.text("license", "");
    config.weightsType = object.text("weights_type", config.weightsType);
    if (config.weightsType != "F32" && config.weightsType != "F16") {
        throw Error(ErrorCode::Malformed, place + ": \"weights_type\" must be F32 or F16");
    }
    config.pictureSize = object.integer("picture_size", config.pictureSize, {16, 512});
    config.maximumFrames = object.integer("maximum_frames", config.maximumFrames, {1, 64});
    config.contextFrames =
        object.integer("context_frames", config.contextFrames, {1, static_cast<double>(config.maximumFrames)});
    config.hiddenSize = object.integer("hidden_size", config.hiddenSize, {1, largestSize});
    config.maximumTokens = object.integer("maximum_tokens", config.maximumTokens, {2, 512});
    config.vocabularySize = object.integer("vocabulary_size", config.vocabularySize, {0, 200'000});
    config.tags = object.texts("tags");
    config.parts = object.object("parts");
    object.integer("parameter_count", 0, {}); // for readModelInfo
    object.finish();
    return config;
}

nlohmann::json toJson(const StoryConfig& config) {
    return {{"name", config.name},
            {"architecture", config.architecture},
            {"license", config.licence},
            {"weights_type", config.weightsType},
            {"picture_size", config.pictureSize},
            {"maximum_frames", config.maximumFrames},
            {"context_frames", config.contextFrames},
            {"hidden_size", config.hiddenSize},
            {"maximum_tokens", config.maximumTokens},
            {"vocabulary_size", config.vocabularySize},
            {"tags", config.tags},
            {"parts", config.parts}};
}

} // namespace storyscope::models
