// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace storyscope::media {

/// How far a JPEG may be shrunk while it is decoded, which costs less than decoding it whole. What comes out differs
/// slightly from a whole picture that was resized, so it is a choice.
struct JpegShrinking {
    int shorterSide = 0;  ///< pixels that are wanted in the end; 0: decode the whole picture
    double atLeast = 2.0; ///< the decoded shorter side is at least this many times the wanted one
};

/// Decodes a JPEG to upright RGB with libjpeg-turbo: accurate transform and smooth chroma, the pixels that Pillow and
/// OpenCV decode. None for a file that is left to another decoder: CMYK, unusual sampling, or not decodable here.
/// Throws Error{Malformed} for a picture that was cut off. The caller has checked its size. Thread-safe.
std::optional<Picture> decodeJpeg(std::span<const std::uint8_t> bytes, const std::filesystem::path& name,
                                  const JpegShrinking& shrinking = {});

} // namespace storyscope::media
