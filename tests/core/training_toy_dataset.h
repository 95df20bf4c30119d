// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <filesystem>
#include <string>

namespace storyscope::test {

/// Stories of three frames, each a plain picture whose colour its caption and tag name: "a red cat sees."
class ToyDataset : public datasets::StoryDataset {
public:
    explicit ToyDataset(std::size_t stories) : m_stories(stories) {}

    std::string name() const override { return "Toys"; }
    std::string format() const override { return "toy"; }
    std::size_t size() const override { return m_stories; }
    std::vector<datasets::Split> splits() const override;
    std::vector<Issue> issues() const override { return {}; }
    Story story(std::size_t index) const override;
    /// Throws Error{Unreadable} for the story `brokenStory`.
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;

    std::size_t brokenStory = static_cast<std::size_t>(-1);

private:
    std::size_t m_stories;
};

/// A preset file for a model that learns ToyDataset in seconds.
void writeToyPreset(const std::filesystem::path& file);

} // namespace storyscope::test
