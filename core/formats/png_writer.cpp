// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/png_writer.h"

#include "core/base/error.h"

#include <cstddef>
#include <string_view>
#include <zlib.h>

namespace storyscope::formats {

namespace {

using Bytes = std::vector<std::uint8_t>;

void append32(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(value >> shift & 0xFFU));
    }
}

void appendChunk(Bytes& png, std::string_view type, const Bytes& content) {
    append32(png, static_cast<std::uint32_t>(content.size()));
    const std::size_t begin = png.size();
    png.insert(png.end(), type.begin(), type.end());
    png.insert(png.end(), content.begin(), content.end());
    append32(png, static_cast<std::uint32_t>(crc32_z(0, png.data() + begin, png.size() - begin)));
}

Bytes compressed(const Bytes& bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    Bytes result(size);
    if (compress2(result.data(), &size, bytes.data(), static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION) != Z_OK) {
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory to write a picture");
    }
    result.resize(size);
    return result;
}

} // namespace

std::vector<std::uint8_t> pngBytes(const PngPixels& pixels) {
    const auto stride = static_cast<std::size_t>(pixels.width) * static_cast<std::size_t>(pixels.channels);
    Bytes lines;
    lines.reserve((stride + 1) * static_cast<std::size_t>(pixels.height));
    for (std::size_t row = 0; row < static_cast<std::size_t>(pixels.height); ++row) {
        const auto line = pixels.bytes.subspan(row * stride, stride);
        lines.push_back(0); // no filter
        lines.insert(lines.end(), line.begin(), line.end());
    }
    Bytes header;
    append32(header, static_cast<std::uint32_t>(pixels.width));
    append32(header, static_cast<std::uint32_t>(pixels.height));
    const int colours = pixels.channels == 4 ? 6 : 2;
    for (const int field : {8, colours, 0, 0, 0}) { // 8 bits, deflate, no filter method, not interlaced
        header.push_back(static_cast<std::uint8_t>(field));
    }
    Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    appendChunk(png, "IHDR", header);
    appendChunk(png, "IDAT", compressed(lines));
    appendChunk(png, "IEND", {});
    return png;
}

std::vector<std::uint8_t> pngBytes(const Picture& picture) {
    return pngBytes({.width = picture.width(),
                     .height = picture.height(),
                     .channels = 3,
                     .bytes = {picture.data(), picture.sizeBytes()}});
}

} // namespace storyscope::formats
