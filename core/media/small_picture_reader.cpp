// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/small_picture_reader.h"

#include <algorithm>
#include <cmath>

namespace storyscope::media {

PictureBounds fittedSize(int width, int height, const PictureBounds& bounds) {
    const double scale =
        std::min({1.0, static_cast<double>(bounds.width) / width, static_cast<double>(bounds.height) / height});
    const auto scaled = [scale](int length) { return std::max(1, static_cast<int>(std::lround(scale * length))); };
    return {.width = scaled(width), .height = scaled(height)};
}

} // namespace storyscope::media
