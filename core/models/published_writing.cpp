// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/published_writing.h"

#include "core/models/captioner_weights.h"
#include "core/models/gpt2_names.h"
#include "core/models/published_config.h"
#include "core/models/published_json.h"
#include "core/nn/vision_transformer.h"

#include <set>

namespace storyscope::models {

using nlohmann::json;

namespace {

json part(const StoryConfig& config, const char* name) {
    return config.parts.value(name, json::object());
}

json visionJson(const StoryConfig& config, const char* type) {
    const json vision = part(config, "vision");
    const nn::VisionTransformerOptions usual;
    return {{"model_type", type},
            {"image_size", config.pictureSize().width},
            {"patch_size", vision.value("patch_size", usual.patchSize)},
            {"num_channels", 3},
            {"hidden_size", vision.value("hidden_size", usual.size)},
            {"num_hidden_layers", vision.value("layers", usual.layers)},
            {"num_attention_heads", vision.value("heads", usual.heads)},
            {"intermediate_size", vision.value("inner_size", usual.innerSize)},
            {"hidden_act", publishedActivationName(vision.value("activation", "gelu"))},
            {"layer_norm_eps", vision.value("norm_epsilon", usual.normEpsilon)}};
}

/// The sizes of a text decoder under our names; those of `usual` where the configuration does not say.
json textOf(const StoryConfig& config, json usual) {
    usual.merge_patch(part(config, "text_decoder"));
    return usual;
}

json usualText(std::int64_t positions, std::int64_t layers, std::int64_t inner) {
    return {{"positions", positions}, {"layers", layers}, {"heads", 12},         {"inner_size", inner},
            {"dropout", 0.0},         {"clip_frames", 0}, {"norm_epsilon", 1e-5}};
}

/// What the texts of BLIP and GIT have in common.
json bertJson(const StoryConfig& config, const json& text, const text::Tokenizer& tokenizer) {
    return {{"vocab_size", config.vocabularySize},
            {"hidden_size", config.hiddenSize},
            {"num_hidden_layers", text.at("layers")},
            {"num_attention_heads", text.at("heads")},
            {"intermediate_size", text.at("inner_size")},
            {"max_position_embeddings", text.at("positions")},
            {"hidden_act", "gelu"},
            {"layer_norm_eps", bertEpsilon},
            {"hidden_dropout_prob", text.at("dropout")},
            {"attention_probs_dropout_prob", text.at("dropout")},
            {"bos_token_id", text.value("begin_token_id", tokenizer.beginId())},
            {"eos_token_id", tokenizer.endId()},
            {"pad_token_id", config.padId},
            {"tie_word_embeddings", false}};
}

json blipJson(const StoryConfig& config, const text::Tokenizer& tokenizer) {
    const nn::VisionTransformerOptions usual;
    json text = bertJson(config, textOf(config, usualText(512, 12, 3072)), tokenizer);
    text["model_type"] = "blip_text_model";
    text["is_decoder"] = true;
    text["encoder_hidden_size"] = part(config, "vision").value("hidden_size", usual.size);
    text["sep_token_id"] = tokenizer.endId(); // at which the library ends a caption
    return {{"model_type", "blip"},
            {"vision_config", visionJson(config, "blip_vision_model")},
            {"text_config", std::move(text)},
            {"tie_word_embeddings", false}};
}

json gitJson(const StoryConfig& config, const text::Tokenizer& tokenizer) {
    const json text = textOf(config, usualText(1024, 6, 3072));
    const auto clipFrames = text.at("clip_frames").get<std::int64_t>();
    json result = bertJson(config, text, tokenizer);
    result["model_type"] = "git";
    result["num_image_with_embedding"] = clipFrames > 0 ? json(clipFrames) : json();
    result["vision_config"] = visionJson(config, "git_vision_model");
    return result;
}

json gpt2Json(const StoryConfig& config, std::int64_t begin, std::int64_t end) {
    const json text = textOf(config, usualText(1024, 12, 3072));
    return {{"model_type", "gpt2"},
            {"add_cross_attention", true},
            {"is_decoder", true},
            {"vocab_size", config.vocabularySize},
            {"n_embd", config.hiddenSize},
            {"n_layer", text.at("layers")},
            {"n_head", text.at("heads")},
            {"n_inner", text.at("inner_size")},
            {"n_positions", text.at("positions")},
            {"activation_function", "gelu_new"},
            {"layer_norm_epsilon", text.at("norm_epsilon")},
            {"resid_pdrop", text.at("dropout")},
            {"attn_pdrop", text.at("dropout")},
            {"embd_pdrop", text.at("dropout")},
            {"bos_token_id", begin},
            {"eos_token_id", end},
            {"tie_word_embeddings", true}};
}

json visionGpt2Json(const StoryConfig& config, const text::Tokenizer& tokenizer) {
    const std::int64_t begin = tokenizer.beginId();
    const std::int64_t end = tokenizer.endId();
    return {{"model_type", "vision-encoder-decoder"},
            {"is_encoder_decoder", true},
            {"encoder", visionJson(config, "vit")},
            {"decoder", gpt2Json(config, begin, end)},
            {"decoder_start_token_id", begin},
            {"bos_token_id", begin},
            {"eos_token_id", end},
            {"pad_token_id", config.padId},
            {"tie_word_embeddings", false}};
}

json architectureJson(const StoryConfig& config, const text::Tokenizer& tokenizer) {
    if (config.architecture == "BlipForConditionalGeneration") {
        return blipJson(config, tokenizer);
    }
    return config.architecture == "GitForCausalLM" ? gitJson(config, tokenizer) : visionGpt2Json(config, tokenizer);
}

/// The merge patch (RFC 7386) that makes `to` of `from`; null where they are equal.
json patchBetween(const json& from, const json& to) {
    if (!from.is_object() || !to.is_object()) {
        return from == to ? json() : to;
    }
    json patch;
    for (const auto& [key, value] : to.items()) {
        const auto before = from.find(key);
        if (const json inner = before == from.end() ? value : patchBetween(*before, value); !inner.is_null()) {
            patch[key] = inner;
        }
    }
    for (const auto& [key, value] : from.items()) {
        if (!to.contains(key)) {
            patch[key] = nullptr;
        }
    }
    return patch;
}

const char* processorOf(const StoryConfig& config) {
    if (config.architecture == "BlipForConditionalGeneration") {
        return "BlipImageProcessor";
    }
    return config.architecture == "GitForCausalLM" ? "CLIPImageProcessor" : "ViTImageProcessor";
}

/// The library has Pillow's numbers.
int resamplingOf(media::PictureFilter filter) {
    switch (filter) {
    case media::PictureFilter::Nearest:
        return 0;
    case media::PictureFilter::Lanczos:
        return 1;
    case media::PictureFilter::Bilinear:
        return 2;
    case media::PictureFilter::Bicubic:
        return 3;
    case media::PictureFilter::Box:
        return 4;
    }
    return 2;
}

} // namespace

bool hasPublishedLayout(const StoryConfig& config) {
    static const std::set<std::string> published{"BlipForConditionalGeneration", "GitForCausalLM",
                                                 "VisionEncoderDecoderModel"};
    return published.contains(config.architecture);
}

json publishedJson(const StoryConfig& config, const text::Tokenizer& tokenizer) {
    json result = architectureJson(config, tokenizer);
    result["architectures"] = json::array({config.architecture});
    result["torch_dtype"] = config.weightsType == "F16" ? "float16" : "float32";
    const json own = patchBetween(toJson(publishedConfig(result, "The model's description")), toJson(config));
    if (!own.is_null()) {
        result[publishedOwnKey] = own;
    }
    return result;
}

json publishedPreparation(const StoryConfig& config) {
    const media::PicturePreparation& preparation = config.preparation;
    const json vision = part(config, "vision");
    const nn::VisionTransformerOptions usual;
    json result = {{"image_processor_type", processorOf(config)},
                   {"do_resize", true},
                   {"resample", resamplingOf(preparation.filter)},
                   {"do_rescale", true},
                   {"rescale_factor", 1.0 / 255},
                   {"do_normalize", true},
                   {"image_mean", vision.value("mean", json(usual.mean))},
                   {"image_std", vision.value("deviation", json(usual.deviation))},
                   {"do_convert_rgb", true}};
    if (preparation.crop > 0) {
        result["size"] = {{"shortest_edge", preparation.size}};
        result["do_center_crop"] = true;
        result["crop_size"] = {{"height", preparation.crop}, {"width", preparation.crop}};
    } else {
        result["size"] = {{"height", preparation.target.height}, {"width", preparation.target.width}};
    }
    return result;
}

NamedTensors publishedWeights(const StoryModel& model) {
    const std::string& architecture = model.config().architecture;
    NamedTensors tensors = publishedTensors(model, publishedNames(architecture));
    return architecture == "VisionEncoderDecoderModel" ? turnedBackGpt2(std::move(tensors)) : tensors;
}

} // namespace storyscope::models
