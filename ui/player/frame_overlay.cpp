// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/frame_overlay.h"

#include "ui/common/picture_image.h"

#include <QPainter>
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

Picture withOverlay(const Picture& picture, const FrameOverlay& overlay) {
    QImage drawn = toImage(picture).convertToFormat(QImage::Format_RGB32);
    QPainter painter(&drawn);
    drawCells(painter, QRectF(drawn.rect()), overlay.image);
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
