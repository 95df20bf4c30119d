// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/part_registry.h"

#include "core/base/error.h"
#include "core/models/fused_parts.h"
#include "core/models/json_object.h"
#include "core/models/pretrained_parts.h"
#include "core/nn/caption_decoder.h"
#include "core/nn/conv_frame_encoder.h"
#include "core/nn/evidence_tag_head.h"
#include "core/nn/last_state_score_head.h"
#include "core/nn/next_picture_decoder.h"
#include "core/nn/temporal_transformer.h"

#include <functional>
#include <map>

namespace storyscope::models {

namespace {

using nlohmann::json;

template <typename Part>
using PartFactory = std::function<std::shared_ptr<Part>(JsonObject&, const PartSurroundings&)>;

void requireDivides(std::int64_t divisor, std::int64_t size, const JsonObject& object, const std::string& key) {
    if (size % divisor != 0) {
        throw Error(ErrorCode::Mismatch, object.place() + ": \"" + key + "\" " + std::to_string(divisor) +
                                             " does not divide " + std::to_string(size));
    }
}

std::int64_t squareSide(const StoryConfig& config, const JsonObject& object) {
    const media::PictureSize size = config.pictureSize();
    if (size.width != size.height) {
        throw Error(ErrorCode::Mismatch, object.place() + " works on square pictures only");
    }
    return size.width;
}

template <typename Part>
std::shared_ptr<Part> makeRole(const std::string& role, const std::map<std::string, PartFactory<Part>>& known,
                               const PartSurroundings& surroundings) {
    JsonObject roles(surroundings.config.parts, "parts");
    const json description = roles.object(role);
    JsonObject object(description, "Part \"" + role + "\"");
    const std::string name = object.text("part", "");
    const auto found = known.find(name);
    if (found == known.end()) {
        std::string all;
        for (const auto& [knownName, factory] : known) {
            all += (all.empty() ? "" : ", ") + knownName;
        }
        throw Error(ErrorCode::Malformed, object.place() + ": \"" + name + "\" is not known; there is: " + all);
    }
    std::shared_ptr<Part> part = found->second(object, surroundings);
    object.finish();
    return part;
}

std::shared_ptr<nn::FrameEncoder> convFrameEncoder(JsonObject& object, const PartSurroundings& surroundings) {
    nn::ConvFrameEncoderOptions options;
    options.pictureSize = squareSide(surroundings.config, object);
    options.summarySize = surroundings.config.hiddenSize;
    options.stem = object.integer("stem", options.stem, {1, 64});
    options.channels = object.integers("channels", options.channels, range::sizes);
    options.blocks = object.integer("blocks", options.blocks, {0, 64});
    options.groups = object.integer("groups", options.groups, range::sizes);
    for (const std::int64_t channels : options.channels) {
        requireDivides(options.groups, channels, object, "groups");
    }
    requireDivides(options.stem << std::min<std::size_t>(options.channels.size() - 1, 16), options.pictureSize, object,
                   "channels");
    return std::make_shared<nn::ConvFrameEncoder>(options);
}

std::shared_ptr<nn::TemporalLayer> temporalTransformer(JsonObject& object, const PartSurroundings& surroundings) {
    nn::TemporalTransformerOptions options;
    options.size = surroundings.config.hiddenSize;
    options.maximumFrames = surroundings.config.maximumFrames;
    options.layers = object.integer("layers", options.layers, range::counts);
    options.heads = object.integer("heads", options.heads, range::counts);
    options.innerSize = object.integer("inner_size", options.innerSize, range::sizes);
    options.dropout = object.number("dropout", options.dropout, range::shares);
    requireDivides(options.heads, options.size, object, "heads");
    return std::make_shared<nn::TemporalTransformer>(options);
}

std::shared_ptr<nn::TextDecoder> captionDecoder(JsonObject& object, const PartSurroundings& surroundings) {
    nn::CaptionDecoderOptions options;
    options.vocabularySize = surroundings.config.vocabularySize;
    options.size = surroundings.config.hiddenSize;
    options.patchChannels = surroundings.patchChannels;
    options.gridSize = surroundings.gridSize;
    options.maximumFrames = surroundings.config.maximumFrames;
    options.maximumTokens = surroundings.config.maximumTokens;
    options.layers = object.integer("layers", options.layers, range::counts);
    options.heads = object.integer("heads", options.heads, range::counts);
    options.innerSize = object.integer("inner_size", options.innerSize, range::sizes);
    options.ownFrameLayers = object.integer("own_frame_layers", options.ownFrameLayers, {0, 64});
    options.ownFrameBias = object.number("own_frame_bias", options.ownFrameBias, {-100, 100});
    options.dropout = object.number("dropout", options.dropout, range::shares);
    const std::string visibility = object.text("visible_frames", "all");
    if (visibility != "all" && visibility != "up_to_its_own") {
        throw Error(ErrorCode::Malformed, object.place() + ": \"visible_frames\" must be all or up_to_its_own");
    }
    options.visibility = visibility == "all" ? nn::FrameVisibility::All : nn::FrameVisibility::UpToItsOwn;
    requireDivides(options.heads, options.size, object, "heads");
    if (options.ownFrameLayers >= options.layers) {
        throw Error(ErrorCode::Mismatch, object.place() + ": at least one layer must look at all frames");
    }
    return std::make_shared<nn::CaptionDecoder>(options);
}

std::shared_ptr<nn::PictureDecoder> nextPictureDecoder(JsonObject& object, const PartSurroundings& surroundings) {
    nn::NextPictureDecoderOptions options;
    options.stateSize = surroundings.config.hiddenSize;
    options.patchChannels = surroundings.patchChannels;
    options.gridSize = surroundings.gridSize;
    options.contextFrames = surroundings.config.contextFrames;
    options.channels = object.integers("channels", options.channels, range::sizes);
    options.blocks = object.integer("blocks", options.blocks, {0, 64});
    options.groups = object.integer("groups", options.groups, range::sizes);
    for (const std::int64_t channels : options.channels) {
        requireDivides(options.groups, channels, object, "groups");
    }
    const std::int64_t drawn = options.gridSize << std::min<std::size_t>(options.channels.size(), 16);
    const std::int64_t side = squareSide(surroundings.config, object);
    if (drawn != side) {
        throw Error(ErrorCode::Mismatch, object.place() + ": its stages draw " + std::to_string(drawn) +
                                             " pixels a side, pictures have " + std::to_string(side));
    }
    return std::make_shared<nn::NextPictureDecoder>(options);
}

std::shared_ptr<nn::TagHead> evidenceTagHead(JsonObject&, const PartSurroundings& surroundings) {
    return std::make_shared<nn::EvidenceTagHead>(
        nn::EvidenceTagHeadOptions{.tagCount = static_cast<std::int64_t>(surroundings.config.tags.size()),
                                   .size = surroundings.config.hiddenSize,
                                   .patchChannels = surroundings.patchChannels});
}

std::shared_ptr<nn::StoryScoreHead> lastStateScoreHead(JsonObject&, const PartSurroundings& surroundings) {
    return std::make_shared<nn::LastStateScoreHead>(surroundings.config.hiddenSize);
}

const std::map<std::string, PartFactory<nn::TextDecoder>>& textDecoders() {
    static const std::map<std::string, PartFactory<nn::TextDecoder>> known{{"caption_decoder", captionDecoder},
                                                                           {"one_hot_text_decoder", oneHotTextDecoder},
                                                                           {"state_text_decoder", stateTextDecoder}};
    return known;
}

} // namespace

std::shared_ptr<nn::FrameEncoder> makeFrameEncoder(const StoryConfig& config) {
    const auto pretrained = [](JsonObject& object, const PartSurroundings& surroundings) {
        return pretrainedFrameEncoder(object, surroundings.config);
    };
    return makeRole<nn::FrameEncoder>(
        "frame_encoder", {{"conv_frame_encoder", convFrameEncoder}, {"pretrained_frame_encoder", pretrained}},
        {.config = config});
}

std::shared_ptr<nn::TemporalLayer> makeTemporalLayer(const PartSurroundings& surroundings) {
    return makeRole<nn::TemporalLayer>(
        "temporal_layer", {{"story_lstm", storyLstm}, {"temporal_transformer", temporalTransformer}}, surroundings);
}

std::shared_ptr<nn::TextDecoder> makeCaptionDecoder(const PartSurroundings& surroundings) {
    return makeRole<nn::TextDecoder>("caption_decoder", textDecoders(), surroundings);
}

std::shared_ptr<nn::TextDecoder> makeNextCaptionDecoder(const PartSurroundings& surroundings) {
    return makeRole<nn::TextDecoder>("next_caption_decoder", textDecoders(), surroundings);
}

std::shared_ptr<nn::PictureDecoder> makePictureDecoder(const PartSurroundings& surroundings) {
    return makeRole<nn::PictureDecoder>(
        "picture_decoder",
        {{"next_picture_decoder", nextPictureDecoder}, {"transposed_picture_decoder", transposedPictureDecoder}},
        surroundings);
}

std::shared_ptr<nn::TagHead> makeTagHead(const PartSurroundings& surroundings) {
    return makeRole<nn::TagHead>("tag_head", {{"evidence_tag_head", evidenceTagHead}, {"state_tag_head", stateTagHead}},
                                 surroundings);
}

std::shared_ptr<nn::StoryScoreHead> makeScoreHead(const PartSurroundings& surroundings) {
    return makeRole<nn::StoryScoreHead>("score_head", {{"last_state_score_head", lastStateScoreHead}}, surroundings);
}

} // namespace storyscope::models
