// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <cstdint>

namespace storyscope::datasets {

/// A range of StoryWorld seeds.
struct StoryWorldRange {
    std::uint64_t firstSeed = 1;
    std::uint64_t stories = 1000;
    int sizePixels = 128; ///< of the square pictures
};

/// Reads "seed=1,stories=1000,size=128", any of them left out. Throws Error{BadArgument} that names the wrong key, and
/// for a range across storyworld::firstHeldOutSeed.
StoryWorldRange parseStoryWorldRange(const std::string& text);

/// Stories told and drawn when they are asked for. Held-out seeds are all "test"; of the others every twentieth story
/// is "validation" and the rest "train".
class StoryWorldDataset : public StoryDataset {
public:
    explicit StoryWorldDataset(const StoryWorldRange& range) : m_range(range) {}

    std::string name() const override;
    std::string format() const override { return "storyworld"; }
    std::size_t size() const override { return static_cast<std::size_t>(m_range.stories); }
    std::vector<Split> splits() const override;
    std::vector<Issue> issues() const override { return {}; }
    Story story(std::size_t index) const override;
    std::set<std::string> judgedTags() const override;
    std::size_t find(const std::string& storyId) const override;

private:
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;
    std::uint64_t seedOf(std::size_t index) const;

    StoryWorldRange m_range;
};

} // namespace storyscope::datasets
