// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture_header.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace storyscope::media {

namespace {

using Bytes = std::span<const std::uint8_t>;

bool hasText(Bytes bytes, std::size_t offset, std::string_view text) {
    return bytes.size() >= offset + text.size() &&
           std::equal(text.begin(), text.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

/// The number in `count` bytes; 0 past the end.
std::int64_t bigEndian(Bytes bytes, std::size_t offset, std::size_t count) {
    if (bytes.size() < count || offset > bytes.size() - count) {
        return 0;
    }
    std::int64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value = (value << 8) | bytes[offset + i];
    }
    return value;
}

std::int64_t littleEndian(Bytes bytes, std::size_t offset, std::size_t count) {
    if (bytes.size() < count || offset > bytes.size() - count) {
        return 0;
    }
    std::int64_t value = 0;
    for (std::size_t i = count; i > 0; --i) {
        value = (value << 8) | bytes[offset + i - 1];
    }
    return value;
}

void readJpeg(Bytes bytes, PictureHeader& header) {
    std::size_t offset = 2;
    while (offset + 9 < bytes.size()) {
        if (bytes[offset] != 0xFF) {
            ++offset;
            continue;
        }
        const std::uint8_t marker = bytes[offset + 1];
        const bool isFrame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (isFrame) {
            header.height = bigEndian(bytes, offset + 5, 2);
            header.width = bigEndian(bytes, offset + 7, 2);
            return;
        }
        const bool standsAlone =
            marker == 0xFF || marker == 0x00 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        if (standsAlone) {
            offset += marker == 0xFF ? 1 : 2;
        } else {
            offset += 2 + static_cast<std::size_t>(std::max<std::int64_t>(2, bigEndian(bytes, offset + 2, 2)));
        }
    }
}

void readPng(Bytes bytes, PictureHeader& header) {
    header.width = bigEndian(bytes, 16, 4);
    header.height = bigEndian(bytes, 20, 4);
    const std::int64_t colourType = bigEndian(bytes, 25, 1);
    header.mayHaveAlpha = colourType == 4 || colourType == 6;
    std::size_t offset = 8;
    while (offset + 12 <= bytes.size() && !hasText(bytes, offset + 4, "IDAT")) {
        header.mayHaveAlpha = header.mayHaveAlpha || hasText(bytes, offset + 4, "tRNS");
        header.isAnimated = header.isAnimated || hasText(bytes, offset + 4, "acTL");
        offset += 12 + static_cast<std::size_t>(bigEndian(bytes, offset, 4));
    }
}

void readWebP(Bytes bytes, PictureHeader& header) {
    if (hasText(bytes, 12, "VP8X")) {
        const std::int64_t flags = bigEndian(bytes, 20, 1);
        header.mayHaveAlpha = (flags & 0x10) != 0;
        header.isAnimated = (flags & 0x02) != 0;
        header.width = littleEndian(bytes, 24, 3) + 1;
        header.height = littleEndian(bytes, 27, 3) + 1;
    } else if (hasText(bytes, 12, "VP8L")) {
        const std::int64_t bits = littleEndian(bytes, 21, 4);
        header.mayHaveAlpha = true;
        header.width = (bits & 0x3FFF) + 1;
        header.height = ((bits >> 14) & 0x3FFF) + 1;
    } else if (hasText(bytes, 12, "VP8 ")) {
        header.width = littleEndian(bytes, 26, 2) & 0x3FFF;
        header.height = littleEndian(bytes, 28, 2) & 0x3FFF;
    }
}

void readTiff(Bytes bytes, PictureHeader& header) {
    const auto number = hasText(bytes, 0, "II") ? littleEndian : bigEndian;
    const auto directory = static_cast<std::size_t>(number(bytes, 4, 4));
    const std::int64_t entries = number(bytes, directory, 2);
    for (std::int64_t i = 0; i < entries; ++i) {
        const std::size_t entry = directory + 2 + static_cast<std::size_t>(i) * 12;
        const std::int64_t tag = number(bytes, entry, 2);
        const bool isShort = number(bytes, entry + 2, 2) == 3;
        const std::int64_t value = number(bytes, entry + 8, isShort ? 2 : 4);
        if (tag == 256) {
            header.width = value;
        } else if (tag == 257) {
            header.height = value;
        } else if (tag == 338) {
            header.mayHaveAlpha = true;
        }
    }
}

} // namespace

PictureHeader readPictureHeader(std::span<const std::uint8_t> bytes) {
    PictureHeader header;
    if (hasText(bytes, 0, "\xFF\xD8\xFF")) {
        header.format = PictureHeader::Format::Jpeg;
        readJpeg(bytes, header);
    } else if (hasText(bytes, 0, "\x89PNG\r\n\x1A\n")) {
        header.format = PictureHeader::Format::Png;
        readPng(bytes, header);
    } else if (hasText(bytes, 0, "RIFF") && hasText(bytes, 8, "WEBP")) {
        header.format = PictureHeader::Format::WebP;
        readWebP(bytes, header);
    } else if (hasText(bytes, 0, "BM")) {
        header.format = PictureHeader::Format::Bmp;
        header.width = littleEndian(bytes, 18, 4);
        header.height = std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(littleEndian(bytes, 22, 4))));
        header.mayHaveAlpha = littleEndian(bytes, 28, 2) == 32;
    } else if (hasText(bytes, 0, std::string_view("II*\0", 4)) || hasText(bytes, 0, std::string_view("MM\0*", 4))) {
        header.format = PictureHeader::Format::Tiff;
        readTiff(bytes, header);
    }
    return header;
}

} // namespace storyscope::media
