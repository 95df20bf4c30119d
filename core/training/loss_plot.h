// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace storyscope::training {

/// A named line of a plot; an epoch without a value leaves a gap.
struct PlotLine {
    std::string name;
    std::string colour; ///< as CSS says it
    std::vector<std::optional<double>> values;
};

/// Values over epochs as an inline SVG with axes, largest and smallest value, and a legend.
std::string plotSvg(const std::string& title, const std::vector<PlotLine>& lines);

} // namespace storyscope::training
