// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/augmented_preparation.h"

#include <algorithm>
#include <cmath>

namespace storyscope::datasets {

media::PictureWindow keptPart(media::PictureSize size, const PictureChange& change) {
    const auto pixels = [](double share, int whole) { return static_cast<int>(std::lround(share * whole)); };
    const media::PictureSize kept{std::max(1, pixels(change.cropSize, size.width)),
                                  std::max(1, pixels(change.cropSize, size.height))};
    return {.left = std::clamp(pixels(change.cropLeft, size.width), 0, size.width - kept.width),
            .top = std::clamp(pixels(change.cropTop, size.height), 0, size.height - kept.height),
            .size = kept};
}

Picture preparedChanged(const Picture& picture, const PictureChange& change,
                        const media::PicturePreparation& preparation, std::size_t frame) {
    const media::PicturePart kept(picture, keptPart({picture.width(), picture.height()}, change));
    return recoloured(turned(media::prepared(kept, preparation), change), change, frame);
}

} // namespace storyscope::datasets
