// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/json_object.h"
#include "core/models/part_registry.h"
#include "core/nn/contrastive.h"
#include "core/nn/perceptron.h"
#include "core/nn/text_encoder.h"

#include <memory>

namespace storyscope::models {

/// Parts of models that fuse pictures with texts and write from a temporal state, for the part registry: "story_lstm",
/// "state_text_decoder", "one_hot_text_decoder", "transposed_picture_decoder", "state_tag_head". They throw as
/// part_registry.h says.
std::shared_ptr<nn::TemporalLayer> storyLstm(JsonObject& part, const PartSurroundings& surroundings);
std::shared_ptr<nn::TextDecoder> stateTextDecoder(JsonObject& part, const PartSurroundings& surroundings);
std::shared_ptr<nn::TextDecoder> oneHotTextDecoder(JsonObject& part, const PartSurroundings& surroundings);
std::shared_ptr<nn::PictureDecoder> transposedPictureDecoder(JsonObject& part, const PartSurroundings& surroundings);
std::shared_ptr<nn::TagHead> stateTagHead(JsonObject& part, const PartSurroundings& surroundings);

/// The role "text_encoder": "bilstm_text_encoder" or "distilbert_cls_encoder".
std::shared_ptr<nn::TextEncoder> makeCaptionEncoder(const StoryConfig& config);

/// The role "fusion": linear layers with ReLU to the model's hidden size, of "sizes" before it.
std::shared_ptr<nn::Perceptron> makeFusion(const StoryConfig& config, std::int64_t inputSize);
/// The role "feature_head": linear layers with ReLU from the hidden size by "sizes" to `featureCount`.
std::shared_ptr<nn::Perceptron> makeFeatureHead(const StoryConfig& config, std::int64_t featureCount);

/// The role "contrastive": "form", "equal_texts", "temperature".
nn::ContrastiveOptions contrastiveOptions(const StoryConfig& config);

/// The role "prediction": what a fused model learns to foretell.
struct FusedPrediction {
    enum class Captions {
        OfTarget,        ///< the target frame's
        AfterEveryFrame, ///< and each earlier one that follows a frame
    };
    Captions captions = Captions::OfTarget;
    double hiddenTexts = 0; ///< share of frames whose texts are hidden in training, so that it can do without
};
FusedPrediction fusedPrediction(const StoryConfig& config);

} // namespace storyscope::models
