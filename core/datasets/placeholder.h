// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/datasets/story_dataset.h"
#include "core/story/picture.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// A frame's picture, or a grey one with a cross that stands in for it, so that one lost photograph does not lose a
/// story.
struct PictureOrPlaceholder {
    Picture picture;
    std::optional<Issue> issue; ///< why the picture could not be had; its place is the picture's name
    std::string reason = {};    ///< the same as one sentence with the file that was looked for; empty: a true picture

    bool isPlaceholder() const { return issue.has_value(); }
};

/// A picture of this size in pixels that plainly is none: grey, with a faint cross.
Picture placeholderPicture(int width = 320, int height = 240);

/// The picture of one frame. A file that is missing, unreadable, broken or of a kind that is not supported gives a
/// placeholder; every other failure is thrown: a stop, a full memory, a story that does not exist. Thread-safe.
PictureOrPlaceholder pictureOrPlaceholder(const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex,
                                          const PictureWish& wish = {});

/// A story is not told from placeholders alone: throws Error{NotFound} if none of its pictures is a true one. `story`
/// is "data set#story-id"; `reasons` are why each is a placeholder, empty for a true picture.
void requireTruePicture(const std::filesystem::path& story, const std::vector<std::string>& reasons);

} // namespace storyscope::datasets
