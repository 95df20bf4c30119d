// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <opencv2/imgproc.hpp>

namespace storyscope::datasets::storyworld {

namespace {

constexpr int fractionBits = 8;
constexpr int roundCorners = 24;
constexpr std::size_t longestOutline = 64;

int channel(double value) {
    return std::clamp(static_cast<int>(std::lround(value)), 0, 255);
}

} // namespace

Color blend(const Color& first, const Color& second, double share) {
    const auto mix = [share](int a, int b) { return channel(a + (b - a) * share); };
    return {mix(first.red, second.red), mix(first.green, second.green), mix(first.blue, second.blue)};
}

double sine(double turns) {
    turns -= std::floor(turns);
    const double sign = turns < 0.5 ? 1.0 : -1.0;
    const double half = turns < 0.5 ? turns : turns - 0.5;
    const double x = (half < 0.25 ? half : 0.5 - half) * 6.283185307179586;
    const double square = x * x;
    return sign * x * (1 + square * (-1.0 / 6 + square * (1.0 / 120 + square * (-1.0 / 5040 + square / 362880))));
}

Canvas::Canvas(Kind kind, int sizePixels)
    : m_kind(kind), m_size(sizePixels),
      m_pixels(sizePixels, sizePixels, kind == Kind::Picture ? CV_8UC3 : CV_8UC1, cv::Scalar::all(0)) {}

void Canvas::beginEntity(int entity) {
    m_entity = entity;
    if (m_bounds.size() <= static_cast<std::size_t>(entity)) {
        m_bounds.resize(static_cast<std::size_t>(entity) + 1);
    }
}

cv::Scalar Canvas::ink(const Color& color) const {
    if (m_kind == Kind::Labels) {
        return cv::Scalar(m_entity);
    }
    return {static_cast<double>(color.red * m_tint.red / 255), static_cast<double>(color.green * m_tint.green / 255),
            static_cast<double>(color.blue * m_tint.blue / 255)};
}

cv::Point Canvas::fixed(const Point& point) const {
    // The centre of pixel 0 is at half a pixel.
    const double scale = m_size * (1 << fractionBits);
    const double half = 0.5 * (1 << fractionBits);
    const double x = m_mirrored ? 1 - point.x : point.x;
    return {static_cast<int>(std::lround(x * scale - half)), static_cast<int>(std::lround(point.y * scale - half))};
}

bool Canvas::note(std::span<const Point> outline) {
    if (m_entity == 0) {
        return !(m_veil && m_kind == Kind::Labels);
    }
    Bounds& bounds = m_bounds[static_cast<std::size_t>(m_entity)];
    for (const Point& point : outline) {
        const double x = m_mirrored ? 1 - point.x : point.x;
        bounds.left = std::min(bounds.left, x);
        bounds.right = std::max(bounds.right, x);
        bounds.top = std::min(bounds.top, point.y);
        bounds.bottom = std::max(bounds.bottom, point.y);
    }
    return m_entity != m_hidden;
}

void Canvas::convex(std::span<const Point> outline, const Color& color) {
    if (!note(outline) || outline.size() > longestOutline) {
        return;
    }
    std::array<cv::Point, longestOutline> corners;
    std::transform(outline.begin(), outline.end(), corners.begin(),
                   [this](const Point& point) { return fixed(point); });
    cv::fillConvexPoly(m_pixels, corners.data(), static_cast<int>(outline.size()), ink(color),
                       m_kind == Kind::Picture ? cv::LINE_AA : cv::LINE_8, fractionBits);
}

void Canvas::rectangle(Point topLeft, Point bottomRight, const Color& color) {
    convex({topLeft, {bottomRight.x, topLeft.y}, bottomRight, {topLeft.x, bottomRight.y}}, color);
}

void Canvas::rounded(Point topLeft, Point bottomRight, double radius, const Color& color) {
    std::array<Point, roundCorners> outline;
    const double r = std::min({radius, (bottomRight.x - topLeft.x) / 2, (bottomRight.y - topLeft.y) / 2});
    for (int i = 0; i < roundCorners; ++i) {
        const int quarter = i * 4 / roundCorners;
        const double turns = (quarter + (i % (roundCorners / 4)) / (roundCorners / 4 - 1.0)) / 4;
        const Point middle = {quarter == 0 || quarter == 3 ? bottomRight.x - r : topLeft.x + r,
                              quarter < 2 ? bottomRight.y - r : topLeft.y + r};
        outline[static_cast<std::size_t>(i)] = {middle.x + r * cosine(turns), middle.y + r * sine(turns)};
    }
    convex(outline, color);
}

void Canvas::ellipse(Point center, double radiusX, double radiusY, const Color& color, double tiltTurns) {
    std::array<Point, roundCorners> outline;
    const double c = cosine(tiltTurns);
    const double s = sine(tiltTurns);
    for (int i = 0; i < roundCorners; ++i) {
        const double x = radiusX * cosine(static_cast<double>(i) / roundCorners);
        const double y = radiusY * sine(static_cast<double>(i) / roundCorners);
        outline[static_cast<std::size_t>(i)] = {center.x + c * x - s * y, center.y + s * x + c * y};
    }
    convex(outline, color);
}

void Canvas::segment(Point center, double radiusX, double radiusY, double fromTurns, double toTurns,
                     const Color& color) {
    std::array<Point, roundCorners> outline;
    for (int i = 0; i < roundCorners; ++i) {
        const double turns = fromTurns + (toTurns - fromTurns) * i / (roundCorners - 1);
        outline[static_cast<std::size_t>(i)] = {center.x + radiusX * cosine(turns), center.y + radiusY * sine(turns)};
    }
    convex(outline, color);
}

void Canvas::ring(Point center, double radius, double width, const Color& color) {
    const std::array<Point, 2> corners = {Point{center.x - radius, center.y - radius},
                                          {center.x + radius, center.y + radius}};
    if (!note(corners)) {
        return;
    }
    std::vector<std::vector<cv::Point>> outlines(2);
    for (int i = 0; i < roundCorners; ++i) {
        const double c = cosine(static_cast<double>(i) / roundCorners);
        const double s = sine(static_cast<double>(i) / roundCorners);
        outlines[0].push_back(fixed({center.x + radius * c, center.y + radius * s}));
        outlines[1].push_back(fixed({center.x + (radius - width) * c, center.y + (radius - width) * s}));
    }
    cv::fillPoly(m_pixels, outlines, ink(color), m_kind == Kind::Picture ? cv::LINE_AA : cv::LINE_8, fractionBits);
}

void Canvas::stroke(Point from, Point to, double width, const Color& color) {
    const double dx = to.x - from.x;
    const double dy = to.y - from.y;
    const double length = std::sqrt(dx * dx + dy * dy);
    const double r = width / 2;
    const Point along = length > 1e-9 ? Point{dx / length * r, dy / length * r} : Point{r, 0};
    constexpr int half = 6;
    std::array<Point, 2 * half + 2> outline;
    for (int i = 0; i <= half; ++i) {
        const double turns = 0.25 + 0.5 * i / half;
        const Point round = {along.x * cosine(turns) - along.y * sine(turns),
                             along.x * sine(turns) + along.y * cosine(turns)};
        outline[static_cast<std::size_t>(i)] = {from.x + round.x, from.y + round.y};
        outline[static_cast<std::size_t>(half + 1 + i)] = {to.x - round.x, to.y - round.y};
    }
    convex(outline, color);
}

void Canvas::gradient(double top, double bottom, const Color& upper, const Color& lower) {
    if (m_kind == Kind::Labels) {
        return;
    }
    const int first = std::clamp(static_cast<int>(std::lround(top * m_size)), 0, m_size);
    const int last = std::clamp(static_cast<int>(std::lround(bottom * m_size)), 0, m_size);
    for (int row = first; row < last; ++row) {
        m_pixels.row(row).setTo(
            ink(blend(upper, lower, static_cast<double>(row - first) / std::max(1, last - first - 1))));
    }
}

void Canvas::shade(Point center, double radiusX, double radiusY) {
    if (m_kind == Kind::Labels) {
        return;
    }
    const cv::Point middle = fixed(center);
    const std::int64_t rx = std::max(1L, std::lround(radiusX * m_size * (1 << fractionBits)));
    const std::int64_t ry = std::max(1L, std::lround(radiusY * m_size * (1 << fractionBits)));
    const int first = std::max(0, static_cast<int>((middle.y - ry) >> fractionBits));
    const int last = std::min(m_size - 1, static_cast<int>((middle.y + ry) >> fractionBits));
    for (int row = first; row <= last; ++row) {
        std::uint8_t* pixels = m_pixels.ptr(row);
        const std::int64_t dy = ((std::int64_t{row} << fractionBits) - middle.y) * 1024 / ry;
        for (int column = std::max(0, static_cast<int>((middle.x - rx) >> fractionBits));
             column <= std::min(m_size - 1, static_cast<int>((middle.x + rx) >> fractionBits)); ++column) {
            const std::int64_t dx = ((std::int64_t{column} << fractionBits) - middle.x) * 1024 / rx;
            const std::int64_t inside = 1024 * 1024 - dx * dx - dy * dy;
            if (inside > 0) {
                const auto keep = static_cast<int>(256 - std::min<std::int64_t>(70, inside >> 13));
                for (int c = 0; c < 3; ++c) {
                    pixels[3 * column + c] = static_cast<std::uint8_t>(pixels[3 * column + c] * keep >> 8);
                }
            }
        }
    }
}

Picture Canvas::picture() const {
    std::vector<std::uint8_t> rgb(m_pixels.total() * 3);
    for (int row = 0; row < m_size; ++row) {
        std::memcpy(rgb.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(m_size) * 3,
                    m_pixels.ptr(row), static_cast<std::size_t>(m_size) * 3);
    }
    return Picture(m_size, m_size, std::move(rgb));
}

std::optional<Box> Canvas::bounds(int entity) const {
    if (static_cast<std::size_t>(entity) >= m_bounds.size()) {
        return std::nullopt;
    }
    const Bounds& bounds = m_bounds[static_cast<std::size_t>(entity)];
    const double left = std::max(0.0, bounds.left);
    const double top = std::max(0.0, bounds.top);
    const double right = std::min(1.0, bounds.right);
    const double bottom = std::min(1.0, bounds.bottom);
    if (right <= left || bottom <= top) {
        return std::nullopt;
    }
    return Box{static_cast<float>(left), static_cast<float>(top), static_cast<float>(right - left),
               static_cast<float>(bottom - top)};
}

int Canvas::visiblePixels(int entity) const {
    return cv::countNonZero(m_pixels == entity);
}

} // namespace storyscope::datasets::storyworld
