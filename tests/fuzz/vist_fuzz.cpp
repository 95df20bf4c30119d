// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/datasets/vist_grouping.h"

#include <cstdint>
#include <cstdlib>
#include <sstream>

using namespace storyscope;
using namespace storyscope::datasets;

namespace {

constexpr std::size_t sentencesPerStory = 5;

void check(bool promise) {
    if (!promise) {
        std::abort();
    }
}

VistTable read(const std::string& text, VistTier tier, GroupedIssues& issues) {
    std::istringstream input(text);
    return readVistAnnotations(input, "fuzz.json", tier, issues, {}, Progress::none());
}

} // namespace

/// Any bytes become stories of five frames and issues, or an Error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    GroupedIssues issues;
    try {
        VistTable stories = read(text, VistTier::StoryInSequence, issues);
        for (const VistEntry& entry : groupStories(stories, issues)) {
            check(entry.story.frames.size() == sentencesPerStory && entry.photos.size() == sentencesPerStory);
        }
        VistTable descriptions = read(text, VistTier::DescriptionInIsolation, issues);
        for (const VistEntry& entry : groupDescriptions(descriptions, issues)) {
            check(!entry.photos.empty() && entry.story.frames.size() == entry.photos.size());
        }
    } catch (const Error&) {
    }
    return 0;
}
