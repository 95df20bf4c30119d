// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/jpeg_decoder.h"

#include "core/base/error.h"
#include "core/media/jpeg_markers.h"
#include "core/media/picture_header.h"

#include <algorithm>
#include <memory>
#include <turbojpeg.h>
#include <vector>

namespace storyscope::media {

namespace {

struct HandleCloser {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, HandleCloser>;

constexpr int colours = 3;

/// 1, 2, 4 or 8: the shrinking factors with a fast inverse transform.
int denominatorOf(int shorterSide, const PictureWish& wish) {
    int denominator = 1;
    while (wish.smallestSide > 0 && denominator < 8 && shorterSide / (2 * denominator) >= wish.smallestSide) {
        denominator *= 2;
    }
    return denominator;
}

/// Where the pixel that is shown at (x, y) was stored, for each EXIF orientation.
struct StoredPlace {
    std::ptrdiff_t start = 0;  ///< of the shown picture's first pixel, in pixels
    std::ptrdiff_t across = 0; ///< to the pixel shown to the right
    std::ptrdiff_t down = 0;   ///< to the pixel shown below
};

StoredPlace storedPlace(int orientation, std::ptrdiff_t width, std::ptrdiff_t height) {
    const std::ptrdiff_t lastRow = (height - 1) * width;
    switch (orientation) {
    case 2:
        return {width - 1, -1, width};
    case 3:
        return {lastRow + width - 1, -1, -width};
    case 4:
        return {lastRow, 1, -width};
    case 5:
        return {0, width, 1};
    case 6:
        return {lastRow, -width, 1};
    case 7:
        return {lastRow + width - 1, -width, -1};
    case 8:
        return {width - 1, width, -1};
    default:
        return {0, 1, width};
    }
}

Picture upright(std::vector<std::uint8_t> stored, int width, int height, int orientation) {
    if (orientation <= 1) {
        return Picture(width, height, std::move(stored));
    }
    const bool isTurned = orientation >= 5;
    const int shownWidth = isTurned ? height : width;
    const int shownHeight = isTurned ? width : height;
    const StoredPlace place = storedPlace(orientation, width, height);
    std::vector<std::uint8_t> shown(stored.size());
    std::uint8_t* target = shown.data();
    for (int y = 0; y < shownHeight; ++y) {
        const std::uint8_t* source = stored.data() + colours * (place.start + y * place.down);
        for (int x = 0; x < shownWidth; ++x, source += colours * place.across, target += colours) {
            std::copy_n(source, colours, target);
        }
    }
    return Picture(shownWidth, shownHeight, std::move(shown));
}

} // namespace

std::optional<Picture> decodeJpeg(std::span<const std::uint8_t> bytes, const std::filesystem::path& name,
                                  const PictureWish& wish) {
    const Handle handle(tjInitDecompress());
    int width = 0;
    int height = 0;
    int sampling = 0;
    int colourSpace = 0;
    if (!handle ||
        tjDecompressHeader3(handle.get(), bytes.data(), bytes.size(), &width, &height, &sampling, &colourSpace) != 0 ||
        colourSpace == TJCS_CMYK || colourSpace == TJCS_YCCK || width <= 0 || height <= 0 ||
        width > maximumPixels / height) {
        return std::nullopt;
    }
    const tjscalingfactor factor{1, denominatorOf(std::min(width, height), wish)};
    width = TJSCALED(width, factor);
    height = TJSCALED(height, factor);
    std::vector<std::uint8_t> pixels(std::size_t{colours} * static_cast<std::size_t>(width) *
                                     static_cast<std::size_t>(height));
    const int result = tjDecompress2(handle.get(), bytes.data(), bytes.size(), pixels.data(), width, colours * width,
                                     height, TJPF_RGB, TJFLAG_LIMITSCANS);
    const JpegMarkers markers = readJpegMarkers(bytes);
    if (result != 0 && tjGetErrorCode(handle.get()) == TJERR_FATAL) {
        return std::nullopt;
    }
    if (result != 0 && !markers.hasEnd) {
        throw Error(ErrorCode::Malformed, "The picture is damaged: the file was cut off",
                    {.file = name, .byteOffset = bytes.size(), .row = {}});
    }
    return upright(std::move(pixels), width, height, markers.orientation);
}

} // namespace storyscope::media
