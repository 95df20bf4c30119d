// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <stop_token>

namespace storyscope::media {

/// A picture is shrunk, never grown, to fit into this, keeping its proportions.
struct PictureBounds {
    int width = 0;  ///< pixels, at least 1
    int height = 0; ///< pixels, at least 1
};

/// The size of a width × height picture in these bounds, at least 1×1.
PictureBounds fittedSize(int width, int height, const PictureBounds& bounds);

/// Small pictures of a media source's frames, each from exactly the frame it is asked for. One thread at a time; going
/// forwards is cheapest.
class SmallPictureReader {
public:
    virtual ~SmallPictureReader() = default;

    /// Throws as MediaSource::frame.
    virtual Picture picture(int number, const std::stop_token& stop) = 0;
};

} // namespace storyscope::media
