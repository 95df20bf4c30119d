// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_model.h"

namespace storyscope::test {

models::StoryConfig smallConfig(std::int64_t vocabularySize) {
    const nlohmann::json decoder{{"part", "caption_decoder"}, {"layers", 2}, {"heads", 2}, {"inner_size", 32}};
    nlohmann::json nextDecoder = decoder;
    nextDecoder["visible_frames"] = "up_to_its_own";
    models::StoryConfig config;
    config.name = "Small";
    config.licence = "GPL-3.0-or-later";
    config.preparation = media::PicturePreparation::stretched(16, media::PictureFilter::Bilinear);
    config.maximumFrames = 8;
    config.contextFrames = 4;
    config.hiddenSize = 16;
    config.maximumTokens = 12;
    config.vocabularySize = vocabularySize;
    config.tags = {"cat", "dog", "house"};
    config.parts = {
        {"frame_encoder", {{"part", "conv_frame_encoder"}, {"channels", {8, 16}}, {"blocks", 1}, {"groups", 4}}},
        {"temporal_layer", {{"part", "temporal_transformer"}, {"layers", 1}, {"heads", 2}, {"inner_size", 32}}},
        {"caption_decoder", decoder},
        {"next_caption_decoder", nextDecoder},
        {"picture_decoder", {{"part", "next_picture_decoder"}, {"channels", {16, 8}}, {"blocks", 0}, {"groups", 4}}},
        {"tag_head", {{"part", "evidence_tag_head"}}},
        {"score_head", {{"part", "last_state_score_head"}}}};
    return config;
}

} // namespace storyscope::test
