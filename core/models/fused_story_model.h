// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/fused_parts.h"
#include "core/models/story_model.h"

#include <memory>
#include <optional>

namespace storyscope::models {

/// A storyteller that reads its frames' texts: picture and text of each frame are fused to one vector, a temporal layer
/// connects the frames, and what comes after a frame is told from that frame's state. Architecture "FusedStoryModel",
/// composed of the parts that its configuration names: encoders, fusion and temporal layer are needed, of
/// "next_caption_decoder", "picture_decoder", "feature_head", "tag_head" and "contrastive" those that it has.
///
/// Own losses: "contrastive" between the pictures and texts of all frames; "next_picture_mse" and "next_feature", mean
/// squared errors of frame Batch::contextFrames and of its features, which the encoder itself gives in evaluation mode.
/// A frame without a text has zeros in its place. Tags are of the frames that are seen.
class FusedStoryModel final : public StoryModel {
public:
    /// Throws as makeStoryModel().
    explicit FusedStoryModel(StoryConfig config);

    Abilities abilities() const override;
    std::int64_t featureCount() const override { return m_pictureEncoder->featureCount(); }

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
    torch::Tensor nextFeatures(const EncodedStory& encoded, std::int64_t lastFrame) override;
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;
    torch::Tensor frozenTextFeatures(const torch::Tensor& texts) override;

private:
    std::set<std::string> ownLossNames() const override;
    /// What is seen of B · K frames.
    struct Seen {
        nn::EncodedFrames frames;
        torch::Tensor texts; // (B·K, E) float32, 0 where a frame has none
        torch::Tensor known; // (B·K) bool: it has
    };
    Seen look(const StoryInput& input);
    EncodedStory connect(const Seen& seen, const StoryInput& input);
    TextPrediction foretold(const Batch& batch, const torch::Tensor& states);
    torch::Tensor contrastive(const Seen& seen, const torch::Tensor& tokens) const;
    torch::Tensor targetFeatures(const Batch& batch);
    torch::Tensor drawn(const EncodedStory& encoded, std::int64_t lastFrame);
    nn::TextDecoder& decoder(CaptionKind kind);

    std::shared_ptr<nn::FrameEncoder> m_pictureEncoder;
    std::shared_ptr<nn::TextEncoder> m_textEncoder;
    std::shared_ptr<nn::Perceptron> m_fusion;
    std::shared_ptr<nn::TemporalLayer> m_temporal;
    std::shared_ptr<nn::TextDecoder> m_decoder; // this and what follows: may be none
    std::shared_ptr<nn::PictureDecoder> m_pictureDecoder;
    std::shared_ptr<nn::Perceptron> m_featureHead;
    std::shared_ptr<nn::TagHead> m_tagHead;
    std::optional<nn::ContrastiveOptions> m_contrastive;
    FusedPrediction m_prediction;
};

} // namespace storyscope::models
