// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/jpeg_markers.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace storyscope::media {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::uint8_t endOfImage = 0xD9;
constexpr std::uint8_t startOfScan = 0xDA;
constexpr std::uint8_t exifSegment = 0xE1;
constexpr std::array<std::uint8_t, 6> exifName{'E', 'x', 'i', 'f', 0, 0};

/// Numbers of a TIFF block in its own byte order; 0 past the end.
class TiffReader {
public:
    explicit TiffReader(Bytes bytes) : m_bytes(bytes), m_isLittle(!bytes.empty() && bytes[0] == 'I') {}

    std::size_t number(std::size_t offset, std::size_t count) const {
        if (m_bytes.size() < count || offset > m_bytes.size() - count) {
            return 0;
        }
        std::size_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value << 8 | m_bytes[offset + (m_isLittle ? count - 1 - i : i)];
        }
        return value;
    }

private:
    Bytes m_bytes;
    bool m_isLittle;
};

int exifOrientation(Bytes tiff) {
    constexpr std::size_t orientationTag = 274;
    constexpr std::size_t entryBytes = 12;
    const TiffReader reader(tiff);
    const std::size_t directory = reader.number(4, 4);
    const std::size_t entries = reader.number(directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + entryBytes * i;
        if (entry + entryBytes > tiff.size()) {
            break;
        }
        if (reader.number(entry, 2) == orientationTag) {
            const std::size_t value = reader.number(entry + 8, 2);
            return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
        }
    }
    return 1;
}

bool hasEndAfter(Bytes bytes, std::size_t offset) {
    static constexpr std::array<std::uint8_t, 2> marker{0xFF, endOfImage};
    const Bytes rest = bytes.subspan(std::min(offset, bytes.size()));
    // From the back, where it nearly always is.
    return std::find_end(rest.begin(), rest.end(), marker.begin(), marker.end()) != rest.end();
}

} // namespace

JpegMarkers readJpegMarkers(Bytes bytes) {
    JpegMarkers markers;
    std::size_t offset = 2;
    while (offset + 4 <= bytes.size()) {
        if (bytes[offset] != 0xFF || bytes[offset + 1] == 0xFF) {
            ++offset;
            continue;
        }
        const std::uint8_t marker = bytes[offset + 1];
        const std::size_t length = static_cast<std::size_t>(bytes[offset + 2]) << 8 | bytes[offset + 3];
        if (marker == startOfScan) {
            markers.hasEnd = hasEndAfter(bytes, offset + 2 + length);
            break;
        }
        const Bytes content =
            bytes.subspan(offset + 4, std::min(std::max<std::size_t>(length, 2) - 2, bytes.size() - offset - 4));
        if (marker == exifSegment && content.size() > exifName.size() &&
            std::equal(exifName.begin(), exifName.end(), content.begin())) {
            markers.orientation = exifOrientation(content.subspan(exifName.size()));
        }
        offset += 2 + std::max<std::size_t>(length, 2);
    }
    return markers;
}

} // namespace storyscope::media
