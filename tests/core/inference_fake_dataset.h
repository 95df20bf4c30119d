// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <set>

namespace storyscope::test {

/// Stories of five numbered pictures with captions in a TinyModel's words, tags, boxes and scores.
class FakeDataset : public datasets::StoryDataset {
public:
    explicit FakeDataset(std::size_t stories) : m_stories(stories) {}

    std::string name() const override { return "Fake stories"; }
    std::string format() const override { return "fake"; }
    std::size_t size() const override { return m_stories; }
    std::vector<datasets::Split> splits() const override { return m_splits; }
    std::vector<Issue> issues() const override { return {}; }
    std::set<std::string> judgedTags() const override { return {"cat", "dog", "house"}; }
    Story story(std::size_t index) const override;
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;

    void setSplits(std::vector<datasets::Split> splits) { m_splits = std::move(splits); }
    /// Its pictures throw an Error from now on.
    void breakStory(std::size_t index) { m_broken.insert(index); }

private:
    std::size_t m_stories;
    std::vector<datasets::Split> m_splits;
    std::set<std::size_t> m_broken;
};

} // namespace storyscope::test
