// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/heat_picture.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <zlib.h>

namespace storyscope::formats {

namespace {

using Bytes = std::vector<std::uint8_t>;
using Rgba = std::array<std::uint8_t, 4>;

Rgba heatColour(float share) {
    constexpr std::array<std::array<float, 3>, 5> stops{
        {{20, 11, 54}, {101, 21, 110}, {189, 55, 84}, {247, 131, 40}, {252, 245, 155}}};
    const float position = std::clamp(std::isfinite(share) ? share : 0.0F, 0.0F, 1.0F) * (stops.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(position), stops.size() - 2);
    const float fraction = position - static_cast<float>(below);
    Rgba colour{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        colour[channel] = static_cast<std::uint8_t>(
            std::lround(std::lerp(stops[below][channel], stops[below + 1][channel], fraction)));
    }
    constexpr float clear = 70;
    constexpr float strong = 200;
    colour[3] = static_cast<std::uint8_t>(std::lround(std::lerp(clear, strong, position / (stops.size() - 1))));
    return colour;
}

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
        throw Error(ErrorCode::OutOfSpace, "There is not enough memory to draw a heat map");
    }
    result.resize(size);
    return result;
}

} // namespace

std::vector<std::uint8_t> heatPng(const HeatGrid& grid) {
    Bytes lines;
    std::size_t cell = 0;
    for (int row = 0; row < grid.rows; ++row) {
        lines.push_back(0); // no filter
        for (int column = 0; column < grid.columns; ++column) {
            const Rgba colour = heatColour(grid.full > 0 ? grid.cells[cell] / grid.full : 0.0F);
            lines.insert(lines.end(), colour.begin(), colour.end());
            ++cell;
        }
    }
    Bytes header;
    append32(header, static_cast<std::uint32_t>(grid.columns));
    append32(header, static_cast<std::uint32_t>(grid.rows));
    for (const int field : {8, 6, 0, 0, 0}) { // 8 bits, RGBA, deflate, no filter method, not interlaced
        header.push_back(static_cast<std::uint8_t>(field));
    }
    Bytes png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    appendChunk(png, "IHDR", header);
    appendChunk(png, "IDAT", compressed(lines));
    appendChunk(png, "IEND", {});
    return png;
}

} // namespace storyscope::formats
