// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/preset.h"
#include "core/models/story_model.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace storyscope::test {

/// The model that a preset describes, with `changes` (a JSON merge patch) and random weights.
std::shared_ptr<models::StoryModel> presetModel(const std::string& preset, std::int64_t vocabularySize,
                                                const nlohmann::json& changes = nlohmann::json::object());

/// The sum of a batch's losses in `wanted`: cross-entropies of texts, own losses, tags.
torch::Tensor lossOf(models::StoryModel& model, const models::Batch& batch, const std::set<std::string>& wanted);

/// Learns a batch by heart; answers with the last loss. The model is in evaluation mode afterwards.
double learnByHeart(models::StoryModel& model, const models::Batch& batch, const std::set<std::string>& wanted,
                    int steps);

/// Writes the likeliest words one by one, from BOS 2 to EOS 3, both included.
std::vector<std::int64_t> writeGreedily(models::StoryModel& model, models::CaptionKind kind,
                                        const models::StoryInput& story, std::int64_t frame);

/// A text of a batch, (T) int64, without its padding 0.
std::vector<std::int64_t> unpadded(const torch::Tensor& text);

/// `stories` stories of `frames` one-coloured frames of `side` pixels, with texts of two to four words of ids 4 … 11,
/// all different, the last frame to be foretold.
models::Batch colouredStories(std::int64_t stories, std::int64_t frames, std::int64_t side);

/// A story of a batch, shown without what is to be foretold.
models::StoryInput context(const models::Batch& batch, std::int64_t story);

} // namespace storyscope::test
