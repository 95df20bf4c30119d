// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_dataset.h"

#include "core/base/error.h"
#include "core/datasets/storyworld.h"
#include "core/datasets/storyworld_tags.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace storyscope::datasets {

namespace {

constexpr std::uint64_t mostStories = 10'000'000;
constexpr std::uint64_t largestSeed = std::uint64_t{1} << 53; ///< survives JSON
constexpr std::size_t validationEvery = 20;

struct Limits {
    std::uint64_t least;
    std::uint64_t most;
};

std::uint64_t parseNumber(std::string_view key, std::string_view text, Limits limits) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || value < limits.least || value > limits.most) {
        throw Error(ErrorCode::BadArgument, "storyworld: \"" + std::string(key) + "\" must be a whole number from " +
                                                std::to_string(limits.least) + " to " + std::to_string(limits.most) +
                                                ", not \"" + std::string(text) + "\"");
    }
    return value;
}

void setValue(StoryWorldRange& range, std::string_view key, std::string_view value) {
    if (key == "seed") {
        range.firstSeed = parseNumber(key, value, {0, largestSeed});
    } else if (key == "stories") {
        range.stories = parseNumber(key, value, {1, mostStories});
    } else if (key == "size") {
        range.sizePixels = static_cast<int>(parseNumber(key, value, {16, 4096}));
    } else {
        throw Error(ErrorCode::BadArgument,
                    "storyworld: there is no key \"" + std::string(key) + "\"; the keys are seed, stories and size");
    }
}

} // namespace

StoryWorldRange parseStoryWorldRange(const std::string& text) {
    StoryWorldRange range;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view item = std::string_view(text).substr(begin, end - begin);
        const std::size_t equals = item.find('=');
        if (equals == std::string_view::npos) {
            throw Error(ErrorCode::BadArgument,
                        "storyworld: \"" + std::string(item) + "\" needs a value, as in seed=1");
        }
        setValue(range, item.substr(0, equals), item.substr(equals + 1));
        begin = end + 1;
    }
    if (range.firstSeed < storyworld::firstHeldOutSeed &&
        range.firstSeed + range.stories > storyworld::firstHeldOutSeed) {
        throw Error(ErrorCode::BadArgument,
                    "storyworld: \"stories\" reaches past seed " + std::to_string(storyworld::firstHeldOutSeed - 1) +
                        "; stories from there on are kept for tests and cannot be mixed with others");
    }
    return range;
}

std::string StoryWorldDataset::name() const {
    return "StoryWorld, seeds " + std::to_string(m_range.firstSeed) + "–" +
           std::to_string(m_range.firstSeed + m_range.stories - 1);
}

std::vector<Split> StoryWorldDataset::splits() const {
    Split train{"train", {}};
    Split validation{"validation", {}};
    Split test{"test", {}};
    for (std::size_t i = 0; i < size(); ++i) {
        const std::uint64_t seed = seedOf(i);
        Split& split = seed >= storyworld::firstHeldOutSeed ? test : seed % validationEvery == 0 ? validation : train;
        split.stories.push_back(i);
    }
    std::vector<Split> splits;
    for (Split* split : {&train, &validation, &test}) {
        if (!split->stories.empty()) {
            splits.push_back(std::move(*split));
        }
    }
    return splits;
}

Story StoryWorldDataset::story(std::size_t index) const {
    return storyworld::tell(seedOf(index));
}

Picture StoryWorldDataset::loadPicture(std::size_t storyIndex, std::size_t frameIndex,
                                       const PictureWish& /*wish*/) const {
    return storyworld::draw(seedOf(storyIndex),
                            static_cast<int>(std::min<std::size_t>(frameIndex, storyworld::beatsPerStory)),
                            m_range.sizePixels);
}

// The first two label nothing.
std::set<std::string> StoryWorldDataset::judgedTags() const {
    const std::vector<std::string>& tags = storyworld::storyTags();
    return {tags.begin() + 2, tags.end()};
}

std::size_t StoryWorldDataset::find(const std::string& storyId) const {
    constexpr std::string_view prefix = "storyworld-";
    std::uint64_t seed = 0;
    const char* last = storyId.data() + storyId.size();
    if (storyId.starts_with(prefix)) {
        const auto [end, problem] = std::from_chars(storyId.data() + prefix.size(), last, seed);
        if (problem == std::errc{} && end == last && seed >= m_range.firstSeed &&
            seed - m_range.firstSeed < m_range.stories) {
            return static_cast<std::size_t>(seed - m_range.firstSeed);
        }
    }
    throw Error(ErrorCode::NotFound, "There is no story \"" + storyId + "\" in " + name());
}

std::uint64_t StoryWorldDataset::seedOf(std::size_t index) const {
    if (index >= size()) {
        throw Error(ErrorCode::BadArgument, name() + " has no story number " + std::to_string(index));
    }
    return m_range.firstSeed + index;
}

} // namespace storyscope::datasets
