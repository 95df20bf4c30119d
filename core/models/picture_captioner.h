// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/nn/vision_transformer.h"

#include <functional>
#include <memory>

namespace storyscope::models {

/// A captioner of single pictures: a vision transformer, part "vision", sees each frame by itself, and a decoder, part
/// "text_decoder", whose words look at that frame's tokens, writes its caption. EncodedStory::states are what the
/// vision transformer made of its class token, EncodedStory::patches what it made of the patches; neither depends on
/// other frames.
///
/// Words may look at the class token, too, which is no place in the picture. Attention over the grid leaves that part
/// out, so its rows sum to less than one: what is missing is the class token's share.
class PictureCaptioner : public StoryModel {
public:
    Abilities abilities() const override { return {.captions = {CaptionKind::Caption}}; }
    PatchGrid grid() const override;

    using StoryModel::forward;
    StoryOutput forward(const Batch& batch, const std::set<std::string>& wanted) override;
    EncodedStory encode(const StoryInput& input) override;
    nn::TextMemory remember(CaptionKind kind, const EncodedStory& encoded) override;
    using StoryModel::begin;
    nn::TextCache begin(CaptionKind kind, const EncodedStory& encoded, std::int64_t frame, std::int64_t rows) override;
    nn::TextStep step(CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;
    /// All tokens of a picture, (N, 1 + cells, C), if the vision transformer is frozen.
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;

    nn::VisionTransformer& vision() const { return *m_vision; }

protected:
    /// Makes the decoder for picture tokens of the size that it is told.
    using DecoderMaker = std::function<std::shared_ptr<nn::TextDecoder>(const StoryConfig&, std::int64_t pictureSize)>;
    /// Throws as makeStoryModel().
    PictureCaptioner(StoryConfig config, const DecoderMaker& makeDecoder);

    nn::TextDecoder& textDecoder() const { return *m_decoder; }

private:
    torch::Tensor seen(const StoryInput& input);
    torch::Tensor ofPatches(const torch::Tensor& attention) const;
    TextPrediction written(const Batch& batch, const EncodedStory& encoded);

    std::shared_ptr<nn::VisionTransformer> m_vision;
    std::shared_ptr<nn::TextDecoder> m_decoder;
};

} // namespace storyscope::models
