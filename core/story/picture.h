// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace storyscope {

/// An immutable 8-bit sRGB picture, rows from the top, three bytes per pixel, no padding. Copies share the pixels, so
/// it is a cheap value to hand from thread to thread.
class Picture {
public:
    /// A picture without pixels.
    Picture() = default;
    /// Throws Error{BadArgument} unless `rgb` holds exactly width × height × 3 bytes.
    Picture(int width, int height, std::vector<std::uint8_t> rgb);

    bool isEmpty() const { return m_width == 0; }
    int width() const { return m_width; }
    int height() const { return m_height; }
    int strideBytes() const { return 3 * m_width; }
    std::size_t sizeBytes() const { return m_rgb ? m_rgb->size() : 0; }
    /// Row-major RGB; valid as long as any copy of this picture lives.
    const std::uint8_t* data() const { return m_rgb ? m_rgb->data() : nullptr; }

    /// Equal size and equal pixels.
    friend bool operator==(const Picture& a, const Picture& b);

private:
    int m_width = 0;
    int m_height = 0;
    std::shared_ptr<const std::vector<std::uint8_t>> m_rgb;
};

/// How small a picture may come where that is cheaper to have. The picture is a little different from the whole one
/// that is resized, so it is a choice.
struct PictureWish {
    int smallestSide = 0; ///< pixels; neither side comes smaller, unless the whole picture is; 0: the whole picture
};

} // namespace storyscope
