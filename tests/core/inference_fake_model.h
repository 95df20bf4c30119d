// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/story_engine.h"
#include "core/models/story_model.h"

#include <torch/types.h>

#include <memory>
#include <vector>

namespace storyscope::test {

/// A model without weights that has whichever abilities a test wants. A text is one word, which tells what the model
/// looked at: the brightness of a frame, 0 to 9, as a letter from "a". `Caption` names the frame itself, `NextCaption`
/// the frame before, one step brighter, `ClipCaption` the brightest frame. A model that reads texts writes "x" instead
/// after a frame whose text it was told. Its attention lies on the frame that it names.
class FakeModel final : public models::StoryModel {
public:
    explicit FakeModel(models::Abilities abilities, std::int64_t maximumFrames = 6);

    models::Abilities abilities() const override { return m_abilities; }
    std::int64_t featureCount() const override { return 1; }
    using StoryModel::forward;
    models::StoryOutput forward(const models::Batch& batch, const std::set<std::string>& wanted) override;
    models::EncodedStory encode(const models::StoryInput& input) override;
    using StoryModel::remember;
    nn::TextMemory remember(models::CaptionKind kind, const models::EncodedStory& encoded,
                            const std::stop_token& stop) override;
    using StoryModel::begin;
    nn::TextCache begin(models::CaptionKind kind, const models::EncodedStory& encoded, std::int64_t frame,
                        std::int64_t rows) override;
    nn::TextStep step(models::CaptionKind kind, const torch::Tensor& tokens, const nn::TextMemory& memory,
                      nn::TextCache& cache) override;
    torch::Tensor nextFeatures(const models::EncodedStory& encoded, std::int64_t lastFrame) override;

private:
    models::Abilities m_abilities;
};

/// A FakeModel with its words, ready to tell.
std::unique_ptr<inference::StoryEngine> fakeEngine(models::Abilities abilities, std::int64_t maximumFrames = 6);

/// A plain picture of brightness 0 to 9.
Picture brightPicture(int level);

} // namespace storyscope::test
