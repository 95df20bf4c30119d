// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace storyscope::media {

/// What the first bytes of a picture file promise, read before any decoder allocates memory for it.
struct PictureHeader {
    enum class Format { Unknown, Jpeg, Png, WebP, Bmp, Tiff };

    Format format = Format::Unknown;
    std::int64_t width = 0; ///< 0: the header does not say
    std::int64_t height = 0;
    bool mayHaveAlpha = false;
    bool isAnimated = false;
};

/// Reads JPEG's frame header, PNG's IHDR, WebP's VP8/VP8L/VP8X chunks, BMP's information header and TIFF's first
/// directory. Never throws; stays inside `bytes`.
PictureHeader readPictureHeader(std::span<const std::uint8_t> bytes);

/// No picture and no video frame may have more pixels than this.
inline constexpr std::int64_t maximumPixels = 200'000'000;

} // namespace storyscope::media
