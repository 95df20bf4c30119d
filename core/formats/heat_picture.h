// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace storyscope::formats {

/// A heat map as a tiny PNG with one transparent pixel per cell, to be laid over a picture and smoothed by the viewer.
/// Colours run from dark violet over red to pale yellow, which stays in order for colour-blind eyes and in gray; weak
/// cells are clear.
struct HeatGrid {
    int rows = 1;
    int columns = 1;
    std::span<const float> cells; ///< (rows × columns), row-major
    float full = 1;               ///< the value of the strongest colour
};

std::vector<std::uint8_t> heatPng(const HeatGrid& grid);

} // namespace storyscope::formats
