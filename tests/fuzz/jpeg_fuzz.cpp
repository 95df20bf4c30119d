// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/jpeg_decoder.h"
#include "core/media/jpeg_markers.h"
#include "core/media/picture_header.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>

using namespace storyscope;
using namespace storyscope::media;

namespace {

constexpr std::int64_t mostPixels = 1 << 20; ///< larger ones only take time

void check(bool promise) {
    if (!promise) {
        std::abort();
    }
}

std::optional<Picture> decoded(std::span<const std::uint8_t> bytes, const PictureWish& wish) {
    try {
        return decodeJpeg(bytes, "fuzz.jpg", wish);
    } catch (const Error& error) {
        check(error.code() == ErrorCode::Malformed);
        return std::nullopt;
    }
}

} // namespace

/// Any bytes are decoded, left to others or refused with an Error; a picture that may come smaller keeps its smallest
/// side.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::uint8_t> bytes(data, size);
    const JpegMarkers markers = readJpegMarkers(bytes);
    check(markers.orientation >= 1 && markers.orientation <= 8);
    const PictureHeader header = readPictureHeader(bytes);
    if (header.format != PictureHeader::Format::Jpeg || header.width * header.height > mostPixels) {
        return 0;
    }
    const auto whole = decoded(bytes, {});
    for (const int smallest : {3, 12}) {
        const auto small = decoded(bytes, {.smallestSide = smallest});
        check(!small || (small->sizeBytes() > 0 && small->data() != nullptr));
        if (whole && small) {
            const int shorter = std::min(whole->width(), whole->height());
            check(std::min(small->width(), small->height()) >= std::min(shorter, smallest));
            check(small->width() <= whole->width() && small->height() <= whole->height());
        }
    }
    return 0;
}
