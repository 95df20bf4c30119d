// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/datasets/story_dataset.h"
#include "core/story/picture.h"

#include <cstddef>
#include <optional>

namespace storyscope::datasets {

/// A frame's picture, or a plain grey one that stands in for it, so that one lost photograph does not lose a story.
struct PictureOrPlaceholder {
    Picture picture;
    std::optional<Issue> issue; ///< why the picture could not be had; its place is the picture's name

    bool isPlaceholder() const { return issue.has_value(); }
};

/// A mid-grey picture of this size in pixels.
Picture placeholderPicture(int width = 320, int height = 240);

/// The picture of one frame. A file that is missing, unreadable, broken or of a kind that is not supported gives a
/// placeholder; every other failure is thrown: a stop, a full memory, a story that does not exist. Thread-safe.
PictureOrPlaceholder pictureOrPlaceholder(const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex);

} // namespace storyscope::datasets
