// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace storyscope::media {

struct ChartPoint {
    double x = 0;
    double y = 0; ///< points that are no numbers are left out
};

struct ChartLine {
    std::string name;
    std::array<std::uint8_t, 3> colour{}; ///< RGB
    std::vector<ChartPoint> points;
};

/// One chart with its own axes and legend. Texts are ASCII: other letters become question marks.
struct LineChart {
    std::string title;
    std::string xTitle;
    std::vector<ChartLine> lines;
};

struct ChartSize {
    int width = 640;  ///< pixels of one chart
    int height = 420; ///< likewise
    int columns = 2;  ///< charts side by side
};

/// Draws the charts on white, row by row. Throws Error{BadArgument} without charts.
Picture drawCharts(const std::vector<LineChart>& charts, const ChartSize& size = {});

} // namespace storyscope::media
