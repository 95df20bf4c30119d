// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/familiarity.h"
#include "core/models/story_batch.h"
#include "core/models/story_config.h"
#include "core/models/story_output.h"
#include "core/nn/frame_encoder.h"
#include "core/nn/heads.h"
#include "core/nn/picture_decoder.h"
#include "core/nn/temporal_layer.h"
#include "core/nn/text_decoder.h"

#include <torch/nn/module.h>

#include <memory>

namespace storyscope::models {

/// Which of the two captions: of a frame that is seen, or of the frame that follows it.
enum class CaptionKind { Caption, NextCaption };

/// A whole visual storyteller, composed of parts from core/nn as its StoryConfig says. Weights are float32 while it
/// works. Inspection calls (all but forward) are meant to be made under torch::InferenceMode or NoGradGuard, after
/// eval(). One thread at a time.
class StoryModel : public torch::nn::Module {
public:
    /// Random weights from torch's generator. Throws Error{Malformed} for unknown parts, Error{Mismatch} for sizes
    /// that do not fit together.
    explicit StoryModel(StoryConfig config);

    const StoryConfig& config() const { return m_config; }
    std::int64_t gridSize() const { return m_encoder->gridSize(); }         ///< G
    std::int64_t featureCount() const { return m_encoder->featureCount(); } ///< F
    std::int64_t parameterCount() const;
    torch::Device device() const;

    /// One training pass with teacher forcing.
    StoryOutput forward(const Batch& batch);

    /// `pictures`: (B, K, 3, S, S) float32 in [0, 1], 1 ≤ K ≤ maximumFrames − firstPosition, else Error{BadArgument}.
    EncodedStory encode(const torch::Tensor& pictures, std::int64_t firstPosition = 0);

    /// Projects the patches of one story (B = 1); once per story and kind.
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded);
    /// Begins the caption of frame `frame`, or of the frame after it, in `rows` variants. A next caption sees
    /// frames 0…`frame` only.
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows = 1);
    /// Feeds one token per row, (R) int64, the first time BOS; answers with logits (R, V) for the next one and the
    /// attention of this step, (layers, R, heads, K·G·G).
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache);

    /// The picture after frames 0…lastFrame (of them the last contextFrames are looked at): (B, 3, S, S) in [0, 1].
    torch::Tensor nextPicture(const EncodedStory& encoded, std::int64_t lastFrame);

    /// (B, K) float32: 1 is the limit that was calibrated on validation frames; all 0 if the model has no statistics.
    torch::Tensor unfamiliarity(const EncodedStory& encoded) const;
    const Familiarity& familiarity() const { return m_familiarity; }
    void setFamiliarity(Familiarity familiarity) { m_familiarity = std::move(familiarity); }

private:
    nn::TextDecoder& decoder(CaptionKind kind);

    StoryConfig m_config;
    std::shared_ptr<nn::FrameEncoder> m_encoder;
    std::shared_ptr<nn::TemporalLayer> m_temporal;
    std::shared_ptr<nn::TextDecoder> m_captionDecoder;
    std::shared_ptr<nn::TextDecoder> m_nextCaptionDecoder;
    std::shared_ptr<nn::PictureDecoder> m_pictureDecoder;
    std::shared_ptr<nn::TagHead> m_tagHead;
    std::shared_ptr<nn::StoryScoreHead> m_scoreHead;
    Familiarity m_familiarity;
};

} // namespace storyscope::models
