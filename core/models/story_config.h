// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/picture_preparation.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::models {

/// The content of a model folder's config.json: which StoryModel it is, which parts of core/nn it has, and their sizes.
struct StoryConfig {
    std::string name;                        ///< for a person: "StoryWorld"
    std::string architecture = "StoryModel"; ///< one of knownArchitectures()
    std::string licence;
    std::string weightsType = "F32";        ///< how weights are saved: "F32" or "F16"; computed in float32 always
    media::PicturePreparation preparation = ///< of its pictures; crop or target is their size
        media::PicturePreparation::stretched(96, media::PictureFilter::Bilinear);
    std::int64_t maximumFrames = 8;  ///< frame positions that the model knows
    std::int64_t contextFrames = 4;  ///< frames that the next-picture and next-caption heads look back on
    std::int64_t hiddenSize = 128;   ///< D
    std::int64_t maximumTokens = 32; ///< per caption, BOS and EOS included
    std::int64_t vocabularySize = 0; ///< V
    std::int64_t padId = 0;          ///< the token that fills up texts
    std::vector<std::string> tags;   ///< N labels of the tag head
    nlohmann::json parts;            ///< role ("frame_encoder") → {"part": name, its sizes}

    media::PictureSize pictureSize() const; ///< W × H, as models are shown pictures
};

/// Throws Error{Malformed} that names the key; `place` is the file for the message.
StoryConfig storyConfigFromJson(const nlohmann::json& json, const std::string& place);
nlohmann::json toJson(const StoryConfig& config);

/// `config` with a merge patch (RFC 7386) of its JSON. Throws as storyConfigFromJson().
StoryConfig changed(const StoryConfig& config, const nlohmann::json& patch, const std::string& place);

} // namespace storyscope::models
