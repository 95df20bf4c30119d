// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/story/picture.h"
#include "core/story/story.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
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
    /// Tags that a frame bears if and only if they are true of it; of others its tags say nothing. None for most data:
    /// see FrameTags.
    virtual std::set<std::string> judgedTags() const { return {}; }
    /// The picture of one frame; a JPEG file comes smaller where `wish` allows it. A missing or broken file throws
    /// Error.
    Picture picture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish = {}) const {
        return loadPicture(storyIndex, frameIndex, wish);
    }

    /// Position of the story with this id. Throws Error{NotFound}.
    virtual std::size_t find(const std::string& storyId) const;
    /// The split of that name. Throws Error{NotFound} that lists the names there are.
    Split split(const std::string& splitName) const;

private:
    /// See picture(). One that cannot come smaller at less cost is whole whatever the wish.
    virtual Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const = 0;
};

/// What all stories of a data set have together.
struct DatasetCounts {
    std::int64_t frames = 0;
    std::int64_t captions = 0; ///< of frames and of whole stories, with the further references
};
/// Reads every story. Throws what StoryDataset::story() throws, and Error{Cancelled}.
DatasetCounts countsOf(const StoryDataset& dataset, const std::stop_token& stop, Progress& progress);

struct DatasetOptions {
    std::filesystem::path pictureFolder; ///< where pictures or videos are, if not where the data set has them
    std::uint64_t splitSeed = 1;         ///< of splits that are made here because none are published
};

/// Recognises what `specification` names:
/// `storyworld:seed=1,stories=1000[,size=128]` draws a StoryWorld data set; a file or folder is recognised from its
/// content: StoryReasoning, VIST (also what `storyscope-cli synth` wrote), MSR-VTT, COCO captions, an image folder with
/// metadata, captioned pictures in Parquet files, synthetic metadata, Flickr8k, MSVD, TGIF, or else a folder of
/// pictures with optional .txt captions. Throws Error{NotFound}, Error{Unsupported} that lists what was looked for,
/// Error{BadArgument}, what the format's reader throws, and Error{Cancelled}.
std::shared_ptr<const StoryDataset> openDataset(const std::string& specification, const std::stop_token& stop = {},
                                                Progress& progress = Progress::none());
std::shared_ptr<const StoryDataset> openDataset(const std::string& specification, const DatasetOptions& options,
                                                const std::stop_token& stop, Progress& progress);

} // namespace storyscope::datasets
