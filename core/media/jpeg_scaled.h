// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/jpeg_decoder.h"
#include "core/story/picture.h"

#include <filesystem>

namespace storyscope::media {

/// readPicture, except that a JPEG much larger than needed is shrunk to a half, a quarter or an eighth while it is
/// decoded. Throws and may be called as readPicture. Thread-safe.
Picture readPictureShrunk(const std::filesystem::path& path, const JpegShrinking& shrinking);

} // namespace storyscope::media
