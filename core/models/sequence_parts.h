// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"
#include "core/nn/conv_picture_encoder.h"
#include "core/nn/frame_fusion.h"
#include "core/nn/frame_pooling.h"
#include "core/nn/frame_recurrence.h"
#include "core/nn/heads.h"
#include "core/nn/latent_picture_decoder.h"
#include "core/nn/lstm_text_decoder.h"
#include "core/nn/lstm_text_encoder.h"
#include "core/nn/story_latent.h"
#include "core/nn/tag_embedding.h"

#include <memory>

namespace storyscope::models {

/// What a sequence predictor learns from, and how: its role "prediction".
struct PredictionOptions {
    enum class Captions {
        OfTarget,        ///< the target frame's caption is foretold
        AfterEveryFrame, ///< and, with the same model, each earlier one that follows a frame
    };
    enum class AutoencodedTexts {
        OnePerStory, ///< a random frame's in training, else frame (story mod K)'s
        All,
    };
    Captions captions = Captions::OfTarget;
    AutoencodedTexts autoencodedTexts = AutoencodedTexts::OnePerStory;
    double hiddenTexts = 0; ///< share of stories that training tells without their frames' texts
};

/// Make the parts of a sequence predictor from `config.parts`, by role: "picture_encoder" (conv_picture_encoder),
/// "picture_decoder" (latent_picture_decoder), "text_encoder" (lstm_text_encoder), "text_decoder" (lstm_text_decoder),
/// "tag_encoder" (tag_embedding), "fusion" (concatenation, projection), "recurrence" (none, gru, lstm), "pooling"
/// (fixed_query, additive, scaled_dot_product, mean, last), "latent" (shared_latent, content_latent), "prediction"
/// (next_frame), "latent_targets" (frozen_encoders), "score_head" (last_state_score_head). Throw Error{Malformed} for
/// an unknown part, an unknown key or a value out of range, Error{Mismatch} for sizes that do not fit together. A text
/// part that is "frozen" keeps its first weights in all training stages.
std::shared_ptr<nn::ConvPictureEncoder> makePictureEncoder(const StoryConfig& config);
std::shared_ptr<nn::LatentPictureDecoder> makeLatentPictureDecoder(const StoryConfig& config, std::int64_t latentSize);
std::shared_ptr<nn::LstmTextEncoder> makeTextEncoder(const StoryConfig& config);
std::shared_ptr<nn::LstmTextDecoder> makeTextDecoder(const StoryConfig& config, std::int64_t stateSize);
std::shared_ptr<nn::TagEmbedding> makeTagEmbedding(const StoryConfig& config);
std::shared_ptr<nn::FrameFusion> makeFrameFusion(const StoryConfig& config, std::int64_t inputSize);
std::shared_ptr<nn::FrameRecurrence> makeFrameRecurrence(const StoryConfig& config, std::int64_t inputSize);
std::shared_ptr<nn::FramePooling> makeFramePooling(const StoryConfig& config, std::int64_t size);

/// What a latent is computed from.
struct LatentSurroundings {
    const nn::FrameRecurrence& recurrence;
    std::int64_t pictureSize = 0;
    std::int64_t textSize = 0; ///< 0: no texts
};
std::shared_ptr<nn::StoryLatent> makeStoryLatent(const StoryConfig& config, const LatentSurroundings& surroundings);

std::shared_ptr<nn::StoryScoreHead> makeSequenceScoreHead(const StoryConfig& config, std::int64_t stateSize);

PredictionOptions predictionOptions(const StoryConfig& config);

/// Whether there is the role "latent_targets" (frozen_encoders). Throws Error{Malformed} for a role that a sequence
/// predictor does not have.
bool hasLatentTargets(const StoryConfig& config);

} // namespace storyscope::models
