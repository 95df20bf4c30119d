// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/heat_picture.h"

#include "core/formats/png_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace storyscope::formats {

namespace {

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

} // namespace

std::vector<std::uint8_t> heatPng(const HeatGrid& grid) {
    std::vector<std::uint8_t> pixels;
    const auto count = static_cast<std::size_t>(grid.rows) * static_cast<std::size_t>(grid.columns);
    for (std::size_t cell = 0; cell < count; ++cell) {
        const Rgba colour = heatColour(grid.full > 0 ? grid.cells[cell] / grid.full : 0.0F);
        pixels.insert(pixels.end(), colour.begin(), colour.end());
    }
    return pngBytes({.width = grid.columns, .height = grid.rows, .channels = 4, .bytes = pixels});
}

} // namespace storyscope::formats
