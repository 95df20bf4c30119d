// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

namespace storyscope::media {

/// Spreads the levels of each colour evenly, exactly as Pillow's ImageOps.equalize and torchvision on Pillow pictures
/// do. An empty picture stays empty. Thread-safe.
Picture equalized(const Picture& picture);

} // namespace storyscope::media
