// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/vision_gpt2_config.h"

#include "core/base/error.h"
#include "core/models/json_object.h"
#include "core/models/published_json.h"

#include <algorithm>

namespace storyscope::models {

namespace {

using nlohmann::json;

constexpr JsonObject::Range ids{0, 200'000};
constexpr std::int64_t baseSize = 768;
constexpr std::int64_t endId = 50256;      // of GPT-2's vocabulary
constexpr std::int64_t captionTokens = 40; // the library stops at 20 where it is not told otherwise

void require(bool holds, const JsonObject& object, const char* sentence) {
    if (!holds) {
        throw Error(ErrorCode::Unsupported, object.place() + ": " + sentence);
    }
}

json visionOf(JsonObject& vision) {
    require(vision.text("model_type", "vit") == "vit", vision, "only a vision transformer, \"vit\", is known");
    require(vision.boolean("qkv_bias", true), vision, "attention without biases is not known");
    require(vision.integer("num_channels", 3, {1, 1024}) == 3, vision, "pictures have three colours here");
    return {{"patch_size", vision.integer("patch_size", 16, {1, 256})},
            {"hidden_size", vision.integer("hidden_size", baseSize, range::sizes)},
            {"layers", vision.integer("num_hidden_layers", 12, range::counts)},
            {"heads", vision.integer("num_attention_heads", 12, range::counts)},
            {"inner_size", vision.integer("intermediate_size", 3072, range::sizes)},
            {"activation", publishedActivation(vision, "gelu")},
            {"norm_epsilon", vision.number("layer_norm_eps", 1e-12, range::epsilons)},
            {"mean", {0.5, 0.5, 0.5}},
            {"deviation", {0.5, 0.5, 0.5}},
            {"frozen", true}};
}

void requireGpt2(JsonObject& text) {
    require(text.text("model_type", "gpt2") == "gpt2", text, "only GPT-2, \"gpt2\", is known");
    require(text.boolean("add_cross_attention", false), text, "without \"add_cross_attention\" it sees no picture");
    const std::string activation = text.text("activation_function", "gelu_new");
    require(activation == "gelu_new" || activation == "gelu_pytorch_tanh", text,
            "only GPT-2's \"activation_function\", \"gelu_new\", is known");
    require(text.boolean("scale_attn_weights", true) && !text.boolean("scale_attn_by_inverse_layer_idx", false), text,
            "only attention that is scaled by the size of its heads is known");
    require(text.boolean("tie_word_embeddings", true), text, "only an output layer that is the words' table is known");
}

json decoderOf(JsonObject& text, std::int64_t size) {
    requireGpt2(text);
    return {{"positions", text.integer("n_positions", 1024, {2, 16384})},
            {"layers", text.integer("n_layer", 12, range::counts)},
            {"heads", text.integer("n_head", 12, range::counts)},
            {"inner_size", text.integer("n_inner", 4 * size, {1, 65536})},
            {"norm_epsilon", text.number("layer_norm_epsilon", 1e-5, range::epsilons)},
            {"dropout", text.number("resid_pdrop", 0.1, {0, 0.9})}};
}

} // namespace

StoryConfig visionGpt2Config(const json& published, const std::string& place) {
    const json visionJson = publishedPart(published, "encoder", place);
    const json textJson = publishedPart(published, "decoder", place);
    JsonObject vision(visionJson, place + ", encoder");
    JsonObject text(textJson, place + ", decoder");
    StoryConfig config;
    config.name = "ViT and GPT-2";
    config.architecture = "VisionEncoderDecoderModel";
    config.licence = "Apache-2.0";
    const json visionPart = visionOf(vision);
    const auto side = static_cast<int>(vision.integer("image_size", 224, {16, 1024}));
    config.preparation = media::PicturePreparation::stretched(side, media::PictureFilter::Bilinear);
    config.maximumFrames = 1; // no frame of a story changes what is said of another
    config.contextFrames = 1;
    config.hiddenSize = text.integer("n_embd", baseSize, range::sizes);
    config.vocabularySize = text.integer("vocab_size", endId + 1, {1, 200'000});
    const json own = published.value("pad_token_id", json());
    config.padId = own.is_number_integer() ? JsonObject(published, place).integer("pad_token_id", endId, ids)
                                           : text.integer("eos_token_id", endId, ids);
    config.parts = {{"vision", visionPart}, {"text_decoder", decoderOf(text, config.hiddenSize)}};
    config.maximumTokens = std::min(captionTokens, config.parts["text_decoder"]["positions"].get<std::int64_t>());
    return config;
}

} // namespace storyscope::models
