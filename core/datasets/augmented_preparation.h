// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/augmentation.h"
#include "core/media/picture_preparation.h"

#include <cstddef>

namespace storyscope::datasets {

/// The part of a picture of this size that a change keeps.
media::PictureWindow keptPart(media::PictureSize size, const PictureChange& change);

/// A whole photograph changed and as a network wants it, at little more than the price of preparing it: only the part
/// that is kept is resized, as torchvision's RandomResizedCrop does, and the small picture is mirrored, turned and
/// recoloured. Throws what media::prepared() throws. Thread-safe.
Picture preparedChanged(const Picture& picture, const PictureChange& change,
                        const media::PicturePreparation& preparation, std::size_t frame);

} // namespace storyscope::datasets
