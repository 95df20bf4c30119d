// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/video_index.h"

#include <optional>
#include <string>
#include <string_view>

namespace storyscope::media {

/// A complete index as few bytes: about five per frame.
std::string packIndex(const VideoIndex& index);

/// What packIndex wrote; nothing for any other bytes that do not make a sound index. Uses no more memory than a fixed
/// multiple of their size.
std::optional<VideoIndex> unpackIndex(std::string_view bytes);

} // namespace storyscope::media
