// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace storyscope::media {

/// Decodes a JPEG to upright RGB with libjpeg-turbo: accurate transform and smooth chroma, the pixels that Pillow and
/// OpenCV decode, at a half, a quarter or an eighth of the size where `wish` allows it. None for a file that is left to
/// another decoder: CMYK, unusual sampling, or not decodable here. Throws Error{Malformed} for a picture that was cut
/// off. The caller has checked its size. Thread-safe.
std::optional<Picture> decodeJpeg(std::span<const std::uint8_t> bytes, const std::filesystem::path& name,
                                  const PictureWish& wish = {});

} // namespace storyscope::media
