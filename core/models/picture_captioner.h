// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/vision_captioner.h"

#include <functional>
#include <memory>

namespace storyscope::models {

/// A captioner of single pictures: a decoder, part "text_decoder", whose words look at their own frame's tokens, writes
/// a caption for each frame.
class PictureCaptioner : public VisionCaptioner {
public:
    Abilities abilities() const override { return {.captions = {CaptionKind::Caption}, .seesPicturesApart = true}; }

    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    using StoryModel::remember;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded, const std::stop_token& stop) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;

protected:
    /// Makes the decoder for picture tokens of the size that it is told.
    using DecoderMaker = std::function<std::shared_ptr<nn::TextDecoder>(const StoryConfig&, std::int64_t pictureSize)>;
    /// Throws as makeStoryModel().
    PictureCaptioner(StoryConfig config, const DecoderMaker& makeDecoder);

    nn::TextDecoder& textDecoder() const { return *m_decoder; }

private:
    TextPrediction written(const Batch& batch, const EncodedStory& encoded);

    std::shared_ptr<nn::TextDecoder> m_decoder;
};

} // namespace storyscope::models
