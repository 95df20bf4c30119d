// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/captioner_parts.h"

#include "core/base/error.h"
#include "core/models/named_value.h"

#include <algorithm>

namespace storyscope::models {

namespace {

std::array<double, 3> colours(const nlohmann::json& part, const char* key, std::array<double, 3> otherwise) {
    const auto found = part.find(key);
    if (found == part.end()) {
        return otherwise;
    }
    const bool isList = found->is_array() && found->size() == otherwise.size();
    if (!isList || !std::ranges::all_of(*found, [](const auto& value) { return value.is_number(); })) {
        throw Error(ErrorCode::Malformed, std::string("Part \"vision\": \"") + key + "\" must be three numbers");
    }
    return found->get<std::array<double, 3>>();
}

nn::VisionTransformerOptions visionOptions(JsonObject& part, const nlohmann::json& json, const StoryConfig& config) {
    const media::PictureSize picture = config.pictureSize();
    if (picture.width != picture.height) {
        throw Error(ErrorCode::Mismatch, part.place() + " looks at square pictures only");
    }
    nn::VisionTransformerOptions options;
    options.pictureSize = picture.width;
    options.patchSize = part.integer("patch_size", options.patchSize, {1, 256});
    options.size = part.integer("hidden_size", options.size, range::sizes);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.heads = part.integer("heads", options.heads, range::counts);
    options.innerSize = part.integer("inner_size", options.innerSize, range::sizes);
    options.activation = namedValue<nn::Activation>(part, "activation",
                                                    {{"gelu", nn::Activation::Gelu},
                                                     {"quick_gelu", nn::Activation::QuickGelu},
                                                     {"gelu_tanh", nn::Activation::TanhGelu}});
    options.normEpsilon = part.number("norm_epsilon", options.normEpsilon, {1e-15, 1});
    options.patchBias = part.boolean("patch_bias", options.patchBias);
    options.normalizesInput = part.boolean("input_norm", options.normalizesInput);
    options.mean = colours(json, "mean", options.mean);
    options.deviation = colours(json, "deviation", options.deviation);
    return options;
}

} // namespace

std::shared_ptr<nn::VisionTransformer> visionPart(const StoryConfig& config) {
    JsonObject parts(config.parts, "parts");
    const nlohmann::json json = parts.object("vision");
    nlohmann::json plain = json; // colours() reads the lists
    plain.erase("mean");
    plain.erase("deviation");
    JsonObject part(plain, "Part \"vision\"");
    auto vision = std::make_shared<nn::VisionTransformer>(visionOptions(part, json, config));
    if (part.boolean("frozen", true)) {
        vision->freeze();
    }
    part.finish();
    return vision;
}

std::shared_ptr<nn::BertDecoder> bertDecoderPart(const StoryConfig& config, std::int64_t pictureSize) {
    JsonObject parts(config.parts, "parts");
    const nlohmann::json json = parts.object("text_decoder");
    JsonObject part(json, "Part \"text_decoder\"");
    nn::BertDecoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.positions = part.integer("positions", options.positions, range::sizes);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.layer.size = config.hiddenSize;
    options.layer.heads = part.integer("heads", options.layer.heads, range::counts);
    options.layer.innerSize = part.integer("inner_size", options.layer.innerSize, range::sizes);
    options.layer.pictureSize = pictureSize;
    options.layer.dropout = part.number("dropout", options.layer.dropout, range::shares);
    part.integer("begin_token_id", 0, {0, 200'000});
    part.finish();
    if (options.positions < config.maximumTokens) {
        throw Error(ErrorCode::Mismatch, part.place() + " knows " + std::to_string(options.positions) +
                                             " positions; \"maximum_tokens\" is " +
                                             std::to_string(config.maximumTokens));
    }
    return std::make_shared<nn::BertDecoder>(options);
}

} // namespace storyscope::models
