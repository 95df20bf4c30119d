// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_dataset.h"

#include "core/base/error.h"

namespace storyscope::datasets {

std::size_t StoryDataset::find(const std::string& storyId) const {
    for (std::size_t i = 0; i < size(); ++i) {
        if (story(i).id == storyId) {
            return i;
        }
    }
    throw Error(ErrorCode::NotFound, "There is no story \"" + storyId + "\" in " + name());
}

Split StoryDataset::split(const std::string& splitName) const {
    std::string known;
    for (Split& candidate : splits()) {
        if (candidate.name == splitName) {
            return std::move(candidate);
        }
        known += (known.empty() ? "" : ", ") + candidate.name;
    }
    throw Error(ErrorCode::NotFound, name() + " has no split \"" + splitName + "\"; " +
                                         (known.empty() ? "it has none at all" : "its splits are: " + known));
}

} // namespace storyscope::datasets
