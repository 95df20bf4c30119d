// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <cstdint>
#include <span>
#include <vector>

namespace storyscope::formats {

/// Pixels for a PNG file: rows from the top, no padding.
struct PngPixels {
    int width = 0;
    int height = 0;
    int channels = 3; ///< 3: RGB, 4: RGBA
    std::span<const std::uint8_t> bytes;
};

/// A PNG file without filters. Source: W3C, Portable Network Graphics. Throws Error{OutOfSpace}.
std::vector<std::uint8_t> pngBytes(const PngPixels& pixels);
std::vector<std::uint8_t> pngBytes(const Picture& picture);

} // namespace storyscope::formats
