// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/missing_pictures.h"

namespace storyscope::datasets {

PictureOrPlaceholder readPicture(const StoryDataset& dataset, std::size_t storyIndex, std::size_t frameIndex,
                                 const PictureReading& reading) {
    if (reading.missing == MissingPictures::Throw) {
        return {.picture = dataset.picture(storyIndex, frameIndex, reading.wish), .issue = {}};
    }
    return pictureOrPlaceholder(dataset, storyIndex, frameIndex, reading.wish);
}

} // namespace storyscope::datasets
