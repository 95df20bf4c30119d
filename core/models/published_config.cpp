// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/published_config.h"

#include "core/base/error.h"
#include "core/models/git_config.h"
#include "core/models/json_object.h"
#include "core/models/published_json.h"
#include "core/models/vision_gpt2_config.h"

#include <algorithm>
#include <functional>

namespace storyscope::models {

namespace {

using nlohmann::json;

constexpr std::int64_t baseSize = 768;
constexpr std::int64_t baseHeads = 12;
constexpr std::int64_t captionTokens = 40; // as BLIP's authors cut captions for fine-tuning

json clipMean() {
    return {0.48145466, 0.4578275, 0.40821073};
}

json clipDeviation() {
    return {0.26862954, 0.26130258, 0.27577711};
}

json blipVision(JsonObject& vision) {
    return {{"patch_size", vision.integer("patch_size", 16, {1, 256})},
            {"hidden_size", vision.integer("hidden_size", baseSize, range::sizes)},
            {"layers", vision.integer("num_hidden_layers", 12, range::counts)},
            {"heads", vision.integer("num_attention_heads", baseHeads, range::counts)},
            {"inner_size", vision.integer("intermediate_size", 3072, range::sizes)},
            {"activation", publishedActivation(vision, "gelu")},
            {"norm_epsilon", vision.number("layer_norm_eps", 1e-5, {1e-15, 1})},
            {"mean", clipMean()},
            {"deviation", clipDeviation()},
            {"frozen", true}};
}

/// BERT's heads have 64 numbers each: the library's old default of 8 heads for 768 was never true of a checkpoint.
std::int64_t blipTextHeads(JsonObject& text, std::int64_t size) {
    const std::int64_t said = text.integer("num_attention_heads", baseHeads, range::counts);
    return size == baseSize ? baseHeads : said;
}

json blipText(JsonObject& text, std::int64_t size) {
    if (text.text("hidden_act", "gelu") != "gelu" ||
        text.number("layer_norm_eps", bertEpsilon, {0, 1}) != bertEpsilon) {
        throw Error(ErrorCode::Unsupported, text.place() + ": only BERT's activation, \"gelu\", and its "
                                                           "\"layer_norm_eps\", 1e-12, are known");
    }
    return {{"positions", text.integer("max_position_embeddings", 512, {2, 16384})},
            {"layers", text.integer("num_hidden_layers", 12, range::counts)},
            {"heads", blipTextHeads(text, size)},
            {"inner_size", text.integer("intermediate_size", 3072, range::sizes)},
            {"dropout", text.number("hidden_dropout_prob", 0, {0, 0.9})},
            {"begin_token_id", text.integer("bos_token_id", 30522, {0, 200'000})}};
}

StoryConfig blipConfig(const json& published, const std::string& place) {
    const json visionJson = publishedPart(published, "vision_config", place);
    const json textJson = publishedPart(published, "text_config", place);
    JsonObject vision(visionJson, place + ", vision_config");
    JsonObject text(textJson, place + ", text_config");
    StoryConfig config;
    config.name = "BLIP";
    config.architecture = "BlipForConditionalGeneration";
    config.licence = "BSD-3-Clause";
    const auto side = static_cast<int>(vision.integer("image_size", 384, {16, 1024}));
    config.preparation = media::PicturePreparation::stretched(side, media::PictureFilter::Bicubic);
    config.maximumFrames = 1; // no frame of a story changes what is said of another
    config.contextFrames = 1;
    config.hiddenSize = text.integer("hidden_size", baseSize, range::sizes);
    config.vocabularySize = text.integer("vocab_size", 30524, {1, 200'000});
    config.padId = text.integer("pad_token_id", 0, {0, 200'000});
    config.parts = {{"vision", blipVision(vision)}, {"text_decoder", blipText(text, config.hiddenSize)}};
    config.maximumTokens = std::min(captionTokens, config.parts["text_decoder"]["positions"].get<std::int64_t>());
    return config;
}

struct Architecture {
    const char* name;      ///< in "architectures"
    const char* modelType; ///< in "model_type"
    std::function<StoryConfig(const json&, const std::string&)> read;
};

const std::vector<Architecture>& architectures() {
    static const std::vector<Architecture> known{
        {"BlipForConditionalGeneration", "blip", blipConfig},
        {"GitForCausalLM", "git", gitConfig},
        {"VisionEncoderDecoderModel", "vision-encoder-decoder", visionGpt2Config}};
    return known;
}

/// What the file calls its architecture; its type where it does not say.
std::string architectureOf(const json& published) {
    const auto list = published.find("architectures");
    if (list != published.end() && list->is_array() && !list->empty() && list->front().is_string()) {
        return list->front().get<std::string>();
    }
    const auto type = published.find("model_type");
    const std::string name = type != published.end() && type->is_string() ? type->get<std::string>() : "";
    const auto found =
        std::ranges::find_if(architectures(), [&](const auto& known) { return known.modelType == name; });
    return found != architectures().end() ? found->name : name;
}

/// With what we noted ourselves when we saved it.
StoryConfig withOwn(const StoryConfig& config, const json& published, const std::string& place) {
    const auto own = published.find(publishedOwnKey);
    return own == published.end() ? config : changed(config, *own, place + ", " + publishedOwnKey);
}

} // namespace

bool isPublishedConfig(const json& json) {
    return json.is_object() && !json.contains("architecture") &&
           (json.contains("architectures") || json.contains("model_type"));
}

StoryConfig publishedConfig(const json& published, const std::string& place) {
    const std::string wanted = architectureOf(published);
    std::string names;
    for (const Architecture& known : architectures()) {
        if (wanted == known.name) {
            return withOwn(known.read(published, place), published, place);
        }
        names += (names.empty() ? "" : ", ") + std::string(known.name);
    }
    throw Error(ErrorCode::Unsupported, place + ": the published architecture \"" + wanted +
                                            "\" is not one that can be imported; those are: " + names);
}

} // namespace storyscope::models
