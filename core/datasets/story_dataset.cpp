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

DatasetCounts countsOf(const StoryDataset& dataset, const std::stop_token& stop, Progress& progress) {
    DatasetCounts counts;
    for (std::size_t index = 0; index < dataset.size(); ++index) {
        throwIfStopped(stop);
        progress.report("Counting captions", static_cast<std::int64_t>(index),
                        static_cast<std::int64_t>(dataset.size()));
        const Story story = dataset.story(index);
        counts.frames += static_cast<std::int64_t>(story.frames.size());
        counts.captions += static_cast<std::int64_t>(story.captions.size());
        for (const StoryFrame& frame : story.frames) {
            counts.captions += static_cast<std::int64_t>(frame.references.size()) + (frame.caption.empty() ? 0 : 1);
        }
    }
    return counts;
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
