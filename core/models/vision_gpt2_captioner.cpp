// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/vision_gpt2_captioner.h"

#include "core/base/error.h"
#include "core/models/json_object.h"

namespace storyscope::models {

namespace {

std::shared_ptr<nn::TextDecoder> decoderPart(const StoryConfig& config, std::int64_t pictureSize) {
    JsonObject parts(config.parts, "parts");
    const nlohmann::json json = parts.object("text_decoder");
    JsonObject part(json, "Part \"text_decoder\"");
    nn::Gpt2DecoderOptions options;
    options.vocabularySize = config.vocabularySize;
    options.positions = part.integer("positions", options.positions, range::sizes);
    options.layers = part.integer("layers", options.layers, range::counts);
    options.pictureSize = pictureSize;
    options.layer.size = config.hiddenSize;
    options.layer.heads = part.integer("heads", options.layer.heads, range::counts);
    options.layer.innerSize = part.integer("inner_size", options.layer.innerSize, {1, 65536});
    options.layer.normEpsilon = part.number("norm_epsilon", options.layer.normEpsilon, {1e-15, 1});
    options.layer.dropout = part.number("dropout", options.layer.dropout, {0, 0.9});
    part.finish();
    if (options.positions < config.maximumTokens) {
        throw Error(ErrorCode::Mismatch, part.place() + " knows " + std::to_string(options.positions) +
                                             " positions; \"maximum_tokens\" is " +
                                             std::to_string(config.maximumTokens));
    }
    return std::make_shared<nn::Gpt2Decoder>(options);
}

} // namespace

VisionGpt2Captioner::VisionGpt2Captioner(StoryConfig config) : PictureCaptioner(std::move(config), decoderPart) {}

} // namespace storyscope::models
