// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/story/picture.h"
#include "core/story/story.h"

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// A named part of a data set; every story is in at most one.
struct Split {
    std::string name; ///< "train", "validation", "test"
    std::vector<std::size_t> stories;
};

/// A data set of stories: cheap to open, read story by story. All calls are const and thread-safe, so that loader
/// threads can share one.
class StoryDataset {
public:
    virtual ~StoryDataset() = default;

    virtual std::string name() const = 0;   ///< for a person: "StoryWorld, seeds 1–20000"
    virtual std::string format() const = 0; ///< "storyworld", "picture folder", …
    virtual std::size_t size() const = 0;   ///< stories
    virtual std::vector<Split> splits() const = 0;
    virtual std::vector<Issue> issues() const = 0;

    /// Texts, tags and boxes of one story; no picture is decoded. Throws Error{BadArgument} past the end.
    virtual Story story(std::size_t index) const = 0;
    /// The picture of one frame. A missing or broken file throws Error.
    virtual Picture picture(std::size_t storyIndex, std::size_t frameIndex) const = 0;

    /// Position of the story with this id. Throws Error{NotFound}.
    virtual std::size_t find(const std::string& storyId) const;
    /// The split of that name. Throws Error{NotFound} that lists the names there are.
    Split split(const std::string& splitName) const;
};

/// Recognises what `specification` names:
/// `storyworld:seed=1,stories=1000[,size=128]` draws a StoryWorld data set; a path is recognised from its content
/// (a folder that `storyscope-cli synth` wrote, a folder of pictures with optional .txt captions: one story).
/// Throws Error{NotFound}, Error{Unsupported}, Error{BadArgument}.
std::shared_ptr<const StoryDataset> openDataset(const std::string& specification, const std::stop_token& stop = {},
                                                Progress& progress = Progress::none());

} // namespace storyscope::datasets
