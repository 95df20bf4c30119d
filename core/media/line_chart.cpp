// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/line_chart.h"

#include "core/base/error.h"
#include "core/base/number_text.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace storyscope::media {

namespace {

constexpr int left = 70;
constexpr int right = 16;
constexpr int top = 40;
constexpr int bottom = 52;
constexpr int legendLine = 18;
constexpr double textScale = 0.42;
const cv::Scalar ink(40, 40, 40);
const cv::Scalar faint(222, 222, 222);

struct Range {
    double low = 0;
    double high = 1;
};

/// Where an axis begins and ends, and how far its ticks are apart.
struct Axis {
    Range range;
    double step = 1;
};

std::string ascii(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char letter) { return letter < 32 || letter > 126; }, '?');
    return text;
}

std::string tickText(double value, double step) {
    const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
    return formatNumber(std::abs(value) < step / 1000 ? 0.0 : value, digits);
}

Range rangeOf(const LineChart& chart, double ChartPoint::*coordinate) {
    Range range{HUGE_VAL, -HUGE_VAL};
    for (const ChartLine& line : chart.lines) {
        for (const ChartPoint& point : line.points) {
            if (std::isfinite(point.x) && std::isfinite(point.y)) {
                range.low = std::min(range.low, point.*coordinate);
                range.high = std::max(range.high, point.*coordinate);
            }
        }
    }
    if (range.low > range.high) {
        return {0, 1};
    }
    if (range.high - range.low < 1e-9) {
        return {range.low - 0.5, range.high + 0.5};
    }
    return range;
}

/// Ticks at 1, 2 or 5 times a power of ten, about `ticks` of them.
Axis axisOf(const Range& range, int ticks) {
    const double wanted = (range.high - range.low) / ticks;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= wanted) {
            step = factor * power;
            break;
        }
    }
    return {{std::floor(range.low / step) * step, std::ceil(range.high / step) * step}, step};
}

class Drawing {
public:
    Drawing(cv::Mat canvas, const LineChart& chart)
        : m_canvas(std::move(canvas)), m_chart(chart), m_x(axisOf(rangeOf(chart, &ChartPoint::x), 6)),
          m_y(axisOf(rangeOf(chart, &ChartPoint::y), 5)) {}

    void draw() {
        text(m_chart.title, {left, 24}, 0.55);
        drawAxes();
        drawLegend();
        for (const ChartLine& line : m_chart.lines) {
            drawLine(line);
        }
    }

private:
    cv::Point place(double x, double y) const {
        const double across = (x - m_x.range.low) / (m_x.range.high - m_x.range.low);
        const double up = (y - m_y.range.low) / (m_y.range.high - m_y.range.low);
        return {left + static_cast<int>(std::lround(across * (m_canvas.cols - left - right))),
                m_canvas.rows - bottom - static_cast<int>(std::lround(up * (m_canvas.rows - top - bottom)))};
    }

    void text(const std::string& words, const cv::Point& where, double scale) {
        cv::putText(m_canvas, ascii(words), where, cv::FONT_HERSHEY_SIMPLEX, scale, ink, 1, cv::LINE_AA);
    }

    void drawAxes() {
        for (double y = m_y.range.low; y <= m_y.range.high + m_y.step / 2; y += m_y.step) {
            const cv::Point at = place(m_x.range.low, y);
            cv::line(m_canvas, at, place(m_x.range.high, y), faint);
            const std::string label = tickText(y, m_y.step);
            const cv::Size size = cv::getTextSize(label, cv::FONT_HERSHEY_SIMPLEX, textScale, 1, nullptr);
            text(label, {at.x - size.width - 6, at.y + size.height / 2}, textScale);
        }
        for (double x = m_x.range.low; x <= m_x.range.high + m_x.step / 2; x += m_x.step) {
            const cv::Point at = place(x, m_y.range.low);
            cv::line(m_canvas, at, at + cv::Point(0, 4), ink);
            const std::string label = tickText(x, m_x.step);
            const cv::Size size = cv::getTextSize(label, cv::FONT_HERSHEY_SIMPLEX, textScale, 1, nullptr);
            text(label, {at.x - size.width / 2, at.y + 18}, textScale);
        }
        const cv::Point corner = place(m_x.range.low, m_y.range.low);
        cv::line(m_canvas, corner, place(m_x.range.high, m_y.range.low), ink);
        cv::line(m_canvas, corner, place(m_x.range.low, m_y.range.high), ink);
        text(m_chart.xTitle, {m_canvas.cols / 2 - 20, m_canvas.rows - 12}, textScale);
    }

    void drawLine(const ChartLine& line) {
        const cv::Scalar colour(line.colour[0], line.colour[1], line.colour[2]);
        std::vector<cv::Point> places;
        for (const ChartPoint& point : line.points) {
            if (std::isfinite(point.x) && std::isfinite(point.y)) {
                places.push_back(place(point.x, point.y));
            }
        }
        for (std::size_t index = 1; index < places.size(); ++index) {
            cv::line(m_canvas, places[index - 1], places[index], colour, 2, cv::LINE_AA);
        }
        for (const cv::Point& at : places) {
            cv::circle(m_canvas, at, 3, colour, cv::FILLED, cv::LINE_AA);
        }
    }

    /// At the top right, where falling losses leave room; lines that rise are drawn over it and hide nothing of theirs.
    void drawLegend() {
        int width = 0;
        for (const ChartLine& line : m_chart.lines) {
            width = std::max(width,
                             cv::getTextSize(ascii(line.name), cv::FONT_HERSHEY_SIMPLEX, textScale, 1, nullptr).width);
        }
        const int count = static_cast<int>(m_chart.lines.size());
        const cv::Rect box(m_canvas.cols - right - width - 44, top + 2, width + 40, legendLine * count + 6);
        cv::rectangle(m_canvas, box, cv::Scalar(255, 255, 255), cv::FILLED);
        cv::rectangle(m_canvas, box, faint);
        for (int index = 0; index < count; ++index) {
            const ChartLine& line = m_chart.lines[static_cast<std::size_t>(index)];
            const int y = box.y + 12 + legendLine * index;
            cv::line(m_canvas, {box.x + 6, y}, {box.x + 28, y},
                     cv::Scalar(line.colour[0], line.colour[1], line.colour[2]), 2, cv::LINE_AA);
            text(line.name, {box.x + 34, y + 4}, textScale);
        }
    }

    cv::Mat m_canvas; // RGB, a part of the whole picture
    const LineChart& m_chart;
    Axis m_x;
    Axis m_y;
};

} // namespace

Picture drawCharts(const std::vector<LineChart>& charts, const ChartSize& size) {
    if (charts.empty()) {
        throw Error(ErrorCode::BadArgument, "There is nothing to draw a chart of");
    }
    const int count = static_cast<int>(charts.size());
    const int columns = std::clamp(size.columns, 1, count);
    const int rows = (count + columns - 1) / columns;
    cv::Mat all(rows * size.height, columns * size.width, CV_8UC3, cv::Scalar(255, 255, 255));
    for (int index = 0; index < count; ++index) {
        const cv::Rect part(index % columns * size.width, index / columns * size.height, size.width, size.height);
        Drawing(all(part), charts[static_cast<std::size_t>(index)]).draw();
    }
    return {all.cols, all.rows, std::vector<std::uint8_t>(all.datastart, all.dataend)};
}

} // namespace storyscope::media
