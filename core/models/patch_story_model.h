// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/nn/frame_encoder.h"
#include "core/nn/heads.h"
#include "core/nn/picture_decoder.h"
#include "core/nn/temporal_layer.h"

#include <memory>

namespace storyscope::models {

/// A storyteller whose captions look at the patches of all frames: architecture "StoryModel", composed of the parts
/// that its configuration names. A role without a part in the configuration is an ability that it does not have; the
/// encoder, the temporal layer and one of the caption decoders are needed.
class PatchStoryModel final : public StoryModel {
public:
    /// Throws as makeStoryModel().
    explicit PatchStoryModel(StoryConfig config);

    Abilities abilities() const override;
    PatchGrid grid() const override { return {m_encoder->gridSize(), m_encoder->gridSize()}; }
    std::int64_t featureCount() const override { return m_encoder->featureCount(); }

    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    EncodedStory encode(const StoryInput& input) override;
    using StoryModel::remember;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;
    torch::Tensor nextPicture(const EncodedStory& encoded, std::int64_t lastFrame) override;
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;

private:
    nn::TextDecoder& decoder(CaptionKind kind);
    TextPrediction written(CaptionKind kind, const Batch& batch, const EncodedStory& encoded);

    std::shared_ptr<nn::FrameEncoder> m_encoder;
    std::shared_ptr<nn::TemporalLayer> m_temporal;
    std::shared_ptr<nn::TextDecoder> m_captionDecoder;
    std::shared_ptr<nn::TextDecoder> m_nextCaptionDecoder;
    std::shared_ptr<nn::PictureDecoder> m_pictureDecoder;
    std::shared_ptr<nn::TagHead> m_tagHead;
    std::shared_ptr<nn::StoryScoreHead> m_scoreHead;
};

} // namespace storyscope::models
