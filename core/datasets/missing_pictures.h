// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/placeholder.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace storyscope::datasets {

/// What becomes of a story with a picture that cannot be had.
enum class MissingPictures {
    UsePlaceholder,
    SkipStory,
    Throw, ///< the Error that says why
};

/// How many stories and pictures were handed out.
struct LoadingCounts {
    std::int64_t stories = 0;
    std::int64_t skippedStories = 0;
    std::int64_t pictures = 0;
    std::int64_t placeholders = 0; ///< of `pictures`

    bool isComplete() const { return skippedStories == 0 && placeholders == 0; }
};

struct PictureReading {
    MissingPictures missing = MissingPictures::UsePlaceholder;
    PictureWish wish = {}; ///< whether a picture may come smaller
};

/// The picture of one frame. One that cannot be had is a placeholder, unless they are to throw; whether its story is
/// then skipped is up to the caller. Thread-safe.
PictureOrPlaceholder readPicture(const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex,
                                 const PictureReading& reading);

} // namespace storyscope::datasets
