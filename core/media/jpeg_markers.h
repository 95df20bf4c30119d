// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace storyscope::media {

/// What a JPEG file says about itself besides its pixels.
struct JpegMarkers {
    int orientation = 1; ///< EXIF 2.3, tag 274: 1 … 8, where 1 is upright
    bool hasEnd = false; ///< an end-of-image marker follows the first scan: the file was not cut off
};

/// Walks the markers of a JPEG file. Never throws; stays inside `bytes`.
JpegMarkers readJpegMarkers(std::span<const std::uint8_t> bytes);

} // namespace storyscope::media
