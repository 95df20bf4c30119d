// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/small_picture_reader.h"
#include "core/story/picture.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace storyscope::media {

/// Decodes a JPEG, PNG, WebP, BMP or TIFF file, or a GIF's first picture, to upright RGB (EXIF orientation applied,
/// transparency over white). What it is is told by its content, whatever its name.
/// A JPEG comes at a half, a quarter or an eighth of its size where `wish` allows it. Throws Error naming the file:
/// NotFound, Unreadable, Malformed; pictures past 200 megapixels are refused. Thread-safe.
Picture readPicture(const std::filesystem::path& path, const PictureWish& wish = {});

/// Decodes a picture from memory; `name` is only for the error.
Picture decodePicture(const std::vector<std::uint8_t>& bytes, const std::filesystem::path& name,
                      const PictureWish& wish = {});

/// Whether the name's ending is one that readPicture knows (not GIF, which is a video here).
bool isPictureName(const std::filesystem::path& path);

std::vector<std::uint8_t> encodePng(const Picture& picture);

/// Atomic. Throws Error if the place cannot be written.
void writePng(const std::filesystem::path& path, const Picture& picture);

/// Area-averaged when shrinking, bilinear when growing.
Picture resized(const Picture& picture, int width, int height);
/// Shrunk to fit, or as it is.
Picture fitted(const Picture& picture, const PictureBounds& bounds);

} // namespace storyscope::media
