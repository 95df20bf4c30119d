// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_overlay.h"

#include "ui/common/picture_image.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

void drawCells(QPainter& painter, const QRectF& target, const QImage& image) {
    const auto right = [&](int column) { return std::lround(target.left() + target.width() * column / image.width()); };
    const auto bottom = [&](int row) { return std::lround(target.top() + target.height() * row / image.height()); };
    for (int row = 0; row < image.height(); ++row) {
        for (int column = 0; column < image.width(); ++column) {
            const QPoint from(static_cast<int>(right(column)), static_cast<int>(bottom(row)));
            const QPoint to(static_cast<int>(right(column + 1)), static_cast<int>(bottom(row + 1)));
            painter.fillRect(QRect(from, to - QPoint(1, 1)), image.pixelColor(column, row));
        }
    }
}

std::optional<int> FrameOverlay::cellAt(double x, double y) const {
    if (rows < 1 || columns < 1 || !area.contains(x, y)) {
        return std::nullopt;
    }
    const auto cell = [](double share, int count) { return std::clamp(static_cast<int>(share * count), 0, count - 1); };
    const int row = cell((y - area.top()) / area.height(), rows);
    return row * columns + cell((x - area.left()) / area.width(), columns);
}

namespace {

/// The frame's part, to the nearest whole pixel of the painter.
QRectF partOf(const QRectF& target, const QRectF& area) {
    const QPointF from(target.left() + target.width() * area.left(), target.top() + target.height() * area.top());
    const QPointF to(target.left() + target.width() * area.right(), target.top() + target.height() * area.bottom());
    return {QPointF(std::round(from.x()), std::round(from.y())), QPointF(std::round(to.x()), std::round(to.y()))};
}

/// Dark, with light lines: not to be taken for a value of the heat map.
void hatch(QPainter& painter, const QRectF& target, const QRectF& seen) {
    QPainterPath unseen;
    unseen.addRect(target);
    QPainterPath hole;
    hole.addRect(seen);
    painter.save();
    painter.setClipPath(unseen.subtracted(hole), Qt::IntersectClip);
    painter.fillRect(target, QColor(0, 0, 0, 150));
    painter.fillRect(target, QBrush(QColor(255, 255, 255, 70), Qt::BDiagPattern));
    painter.restore();
}

} // namespace

void drawOverlay(QPainter& painter, const QRectF& target, const FrameOverlay& overlay) {
    if (overlay.coversWhole()) {
        drawCells(painter, target, overlay.image);
        return;
    }
    const QRectF seen = partOf(target, overlay.area);
    hatch(painter, target, seen);
    drawCells(painter, seen, overlay.image);
}

Picture withOverlay(const Picture& picture, const FrameOverlay& overlay) {
    QImage drawn = toImage(picture).convertToFormat(QImage::Format_RGB32);
    QPainter painter(&drawn);
    drawOverlay(painter, QRectF(drawn.rect()), overlay);
    painter.end();
    drawn.convertTo(QImage::Format_RGB888);
    std::vector<std::uint8_t> pixels(picture.sizeBytes());
    for (int y = 0; y < drawn.height(); ++y) {
        std::copy_n(drawn.constScanLine(y), picture.strideBytes(),
                    pixels.begin() + std::ptrdiff_t{y} * picture.strideBytes());
    }
    return Picture(picture.width(), picture.height(), std::move(pixels));
}

} // namespace storyscope::ui
