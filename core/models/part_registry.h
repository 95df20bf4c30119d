// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"
#include "core/nn/frame_encoder.h"
#include "core/nn/heads.h"
#include "core/nn/picture_decoder.h"
#include "core/nn/temporal_layer.h"
#include "core/nn/text_decoder.h"

#include <memory>

namespace storyscope::models {

/// What the parts after the encoder must fit to.
struct PartSurroundings {
    const StoryConfig& config;
    std::int64_t patchChannels = 0; ///< C
    std::int64_t gridSize = 0;      ///< G
};

/// Make the part that `config.parts` describes for a role, by its name in the registry. To add a part: one file in
/// core/nn, one line in part_registry.cpp. Throw Error{Malformed} for an unknown part, an unknown key or a value out of
/// range, Error{Mismatch} for sizes that do not fit together.
std::shared_ptr<nn::FrameEncoder> makeFrameEncoder(const StoryConfig& config);
std::shared_ptr<nn::TemporalLayer> makeTemporalLayer(const PartSurroundings& surroundings);
std::shared_ptr<nn::TextDecoder> makeCaptionDecoder(const PartSurroundings& surroundings);
std::shared_ptr<nn::TextDecoder> makeNextCaptionDecoder(const PartSurroundings& surroundings);
std::shared_ptr<nn::PictureDecoder> makePictureDecoder(const PartSurroundings& surroundings);
std::shared_ptr<nn::TagHead> makeTagHead(const PartSurroundings& surroundings);
std::shared_ptr<nn::StoryScoreHead> makeScoreHead(const PartSurroundings& surroundings);

} // namespace storyscope::models
