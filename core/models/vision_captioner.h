// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/nn/vision_transformer.h"

#include <memory>

namespace storyscope::models {

/// What captioners with a vision transformer, part "vision" (visionPart()), have in common: it sees each picture by
/// itself, and a decoder reads all of its tokens. EncodedStory::states are what it made of its class token,
/// EncodedStory::patches what it made of the patches; neither depends on other frames.
///
/// Words may look at class tokens, too, which are no places in a picture. Attention over the grid leaves them out, so
/// its rows sum to less than one; step() gives the class tokens' share apart.
class VisionCaptioner : public StoryModel {
public:
    PatchGrid grid() const override;
    EncodedStory encode(const StoryInput& input) override;
    /// All tokens of a picture, (N, 1 + cells, C).
    torch::Tensor pictureFeatures(const torch::Tensor& pictures, const std::stop_token& stop) override;
    /// The same, if the vision transformer is frozen.
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override;

    nn::VisionTransformer& vision() const { return *m_vision; }

protected:
    /// Throws as makeStoryModel().
    explicit VisionCaptioner(StoryConfig config);

    /// All tokens of each frame, the class token first: (B, K, C, T).
    static torch::Tensor tokensOf(const EncodedStory& encoded);
    /// Attention without the columns of class tokens: (…, K·T) → (…, K·cells).
    torch::Tensor ofPatches(const torch::Tensor& attention) const;
    /// Those columns: (…, K·T) → (…, K).
    torch::Tensor ofClassTokens(const torch::Tensor& attention) const;

private:
    torch::Tensor seen(const StoryInput& input);

    std::shared_ptr<nn::VisionTransformer> m_vision;
};

} // namespace storyscope::models
