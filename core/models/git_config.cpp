// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/git_config.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/published_json.h"

#include <algorithm>

namespace storyscope::models {

namespace {

using nlohmann::json;

constexpr std::int64_t baseSize = 768;
constexpr std::int64_t captionTokens = 40; // the authors let the search go on for 1024; captions are far shorter

json visionOf(JsonObject& vision) {
    return {{"patch_size", vision.integer("patch_size", 16, {1, 256})},
            {"hidden_size", vision.integer("hidden_size", baseSize, range::sizes)},
            {"layers", vision.integer("num_hidden_layers", 12, range::counts)},
            {"heads", vision.integer("num_attention_heads", 12, range::counts)},
            {"inner_size", vision.integer("intermediate_size", 3072, range::sizes)},
            {"activation", publishedActivation(vision, "quick_gelu")},
            {"norm_epsilon", vision.number("layer_norm_eps", 1e-5, range::epsilons)},
            {"patch_bias", false},
            {"input_norm", true},
            {"mean", {0.48145466, 0.4578275, 0.40821073}},
            {"deviation", {0.26862954, 0.26130258, 0.27577711}},
            {"frozen", true}};
}

void requireBert(JsonObject& text) {
    if (text.text("hidden_act", "gelu") != "gelu" ||
        text.number("layer_norm_eps", bertEpsilon, {0, 1}) != bertEpsilon ||
        text.text("position_embedding_type", "absolute") != "absolute") {
        throw Error(ErrorCode::Unsupported,
                    text.place() + ": only BERT's activation, \"gelu\", its \"layer_norm_eps\", 1e-12, and its "
                                   "\"position_embedding_type\", \"absolute\", are known");
    }
}

json decoderOf(JsonObject& text, const json& vision) {
    requireBert(text);
    return {{"positions", text.integer("max_position_embeddings", 1024, {2, 16384})},
            {"layers", text.integer("num_hidden_layers", 6, range::counts)},
            {"heads", text.integer("num_attention_heads", 12, range::counts)},
            {"inner_size", text.integer("intermediate_size", 3072, range::sizes)},
            {"dropout", text.number("hidden_dropout_prob", 0.1, {0, 0.9})},
            {"projection_epsilon", vision["norm_epsilon"]},
            {"clip_frames", text.integer("num_image_with_embedding", 0, {0, 64})}};
}

} // namespace

StoryConfig gitConfig(const json& published, const std::string& place) {
    const json textJson = withoutNulls(published);
    JsonObject text(textJson, place);
    const json visionJson = withoutNulls(text.object("vision_config"));
    JsonObject vision(visionJson, place + ", vision_config");
    const json visionPart = visionOf(vision);
    const json decoder = decoderOf(text, visionPart);
    const auto clipFrames = decoder["clip_frames"].get<std::int64_t>();
    StoryConfig config;
    config.name = clipFrames > 0 ? "GIT for video" : "GIT";
    config.architecture = "GitForCausalLM";
    config.licence = "MIT";
    config.preparation =
        media::PicturePreparation::clip(static_cast<int>(vision.integer("image_size", 224, {16, 1024})));
    config.maximumFrames = std::max<std::int64_t>(clipFrames, 1);
    config.contextFrames = 1;
    config.hiddenSize = text.integer("hidden_size", baseSize, range::sizes);
    config.vocabularySize = text.integer("vocab_size", 30522, {1, 200'000});
    config.padId = text.integer("pad_token_id", 0, {0, 200'000});
    config.parts = {{"vision", visionPart}, {"text_decoder", decoder}};
    config.maximumTokens = std::min(captionTokens, decoder["positions"].get<std::int64_t>());
    return config;
}

} // namespace storyscope::models
