// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/loss_plot.h"

#include "core/formats/html_text.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace storyscope::training {

namespace {

constexpr double width = 420;
constexpr double height = 220;
constexpr double left = 56;
constexpr double right = 12;
constexpr double top = 28;
constexpr double bottom = 30;

struct Range {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    std::size_t epochs = 1;
};

Range rangeOf(const std::vector<PlotLine>& lines) {
    Range range;
    for (const PlotLine& line : lines) {
        range.epochs = std::max(range.epochs, line.values.size());
        for (const std::optional<double>& value : line.values) {
            if (value && std::isfinite(*value)) {
                range.lowest = std::min(range.lowest, *value);
                range.highest = std::max(range.highest, *value);
            }
        }
    }
    if (range.lowest > range.highest) {
        return {0, 1, range.epochs};
    }
    if (range.lowest == range.highest) {
        range.highest += std::max(std::abs(range.highest) * 0.1, 1e-6);
    }
    return range;
}

double xOf(std::size_t epoch, const Range& range) {
    const double share = range.epochs > 1 ? static_cast<double>(epoch) / static_cast<double>(range.epochs - 1) : 0.5;
    return left + share * (width - left - right);
}

double yOf(double value, const Range& range) {
    return top + (range.highest - value) / (range.highest - range.lowest) * (height - top - bottom);
}

void drawLine(std::ostringstream& svg, const PlotLine& line, const Range& range) {
    std::string path;
    bool isDown = false;
    for (std::size_t epoch = 0; epoch < line.values.size(); ++epoch) {
        const std::optional<double>& value = line.values[epoch];
        if (!value || !std::isfinite(*value)) {
            isDown = false;
            continue;
        }
        std::ostringstream point;
        point << (isDown ? " L" : " M") << xOf(epoch, range) << ' ' << yOf(*value, range);
        path += point.str();
        svg << "<circle cx=\"" << xOf(epoch, range) << "\" cy=\"" << yOf(*value, range) << "\" r=\"2\" fill=\""
            << line.colour << "\"/>";
        isDown = true;
    }
    svg << "<path d=\"" << path << "\" fill=\"none\" stroke=\"" << line.colour << "\" stroke-width=\"1.5\"/>\n";
}

} // namespace

std::string plotSvg(const std::string& title, const std::vector<PlotLine>& lines) {
    const Range range = rangeOf(lines);
    std::ostringstream svg;
    svg.precision(4);
    svg << "<svg viewBox=\"0 0 " << width << ' ' << height << "\" role=\"img\"><text x=\"" << left
        << "\" y=\"16\" class=\"title\">" << formats::escapedHtml(title) << "</text>\n<path d=\"M" << left << ' ' << top
        << " V" << height - bottom << " H" << width - right << "\" fill=\"none\" stroke=\"#888\"/>\n";
    for (const double value : {range.lowest, range.highest}) {
        svg << "<text x=\"" << left - 6 << "\" y=\"" << yOf(value, range) + 4 << "\" text-anchor=\"end\">" << value
            << "</text>";
    }
    svg << "<text x=\"" << left << "\" y=\"" << height - 12 << "\">epoch 1</text><text x=\"" << width - right
        << "\" y=\"" << height - 12 << "\" text-anchor=\"end\">" << range.epochs << "</text>\n";
    double legend = width - right;
    for (const PlotLine& line : lines) {
        svg << "<text x=\"" << legend << "\" y=\"16\" text-anchor=\"end\" fill=\"" << line.colour << "\">"
            << formats::escapedHtml(line.name) << "</text>";
        legend -= 80;
        drawLine(svg, line, range);
    }
    svg << "</svg>\n";
    return svg.str();
}

} // namespace storyscope::training
