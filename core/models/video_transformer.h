// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/nn/clip_decoder.h"
#include "core/nn/clip_encoder.h"
#include "core/nn/contrastive.h"
#include "core/nn/frame_encoder.h"

#include <memory>

namespace storyscope::models {

/// Tells a clip in one caption: frames' features, an encoder over them, and a decoder whose words look at the encoded
/// frames. Architecture "VideoTransformer": parts "frame_encoder", "clip_encoder", "clip_decoder" and "contrastive".
/// A caption sees the whole clip, so EncodedStory::states do, too.
///
/// Own loss: "contrastive" between clips, the mean of their frames' states, and captions, what the decoder's stem makes
/// of their last token.
class VideoTransformer final : public StoryModel {
public:
    /// What padding costs.
    enum class Padding {
        Ignored, ///< nothing: a caption ends with its end
        Counted, ///< it is learnt like words, as the published system does, which stands for the clip's text, too
    };

    /// Throws as makeStoryModel().
    explicit VideoTransformer(StoryConfig config);

    Abilities abilities() const override { return {.captions = {CaptionKind::ClipCaption}}; }
    std::int64_t featureCount() const override { return m_frameEncoder->featureCount(); }

    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    EncodedStory encode(const StoryInput& input) override;
    using StoryModel::remember;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;

private:
    std::set<std::string> ownLossNames() const override { return {"contrastive"}; }
    TextPrediction written(const Batch& batch, const torch::Tensor& stem, const EncodedStory& encoded);
    torch::Tensor contrastive(const torch::Tensor& captions, const torch::Tensor& stem,
                              const EncodedStory& encoded) const;

    std::shared_ptr<nn::FrameEncoder> m_frameEncoder;
    std::shared_ptr<nn::ClipEncoder> m_clipEncoder;
    std::shared_ptr<nn::ClipDecoder> m_clipDecoder;
    nn::ContrastiveOptions m_contrastive;
    Padding m_padding = Padding::Ignored;
};

} // namespace storyscope::models
