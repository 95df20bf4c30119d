// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/story/picture.h"

#include "core/base/error.h"

namespace storyscope {

Picture::Picture(int width, int height, std::vector<std::uint8_t> rgb) : m_width(width), m_height(height) {
    if (width <= 0 || height <= 0 || rgb.size() != std::size_t{3} * static_cast<std::size_t>(width) * height) {
        throw Error(ErrorCode::BadArgument, "A picture's pixels do not fit its size");
    }
    m_rgb = std::make_shared<const std::vector<std::uint8_t>>(std::move(rgb));
}

bool operator==(const Picture& a, const Picture& b) {
    return a.m_width == b.m_width && a.m_height == b.m_height && (a.m_rgb == b.m_rgb || (a.m_rgb && b.m_rgb && *a.m_rgb == *b.m_rgb));
}

} // namespace storyscope
