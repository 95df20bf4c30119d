// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <QImage>
#include <QString>
#include <vector>

class QPainter;
class QRectF;

namespace storyscope::ui {

/// A heat map that belongs to exactly one frame and may be drawn on no other.
struct FrameOverlay {
    int frameNumber = -1;      ///< -1: there is none
    int rows = 0;              ///< cells from the top
    int columns = 0;           ///< cells from the left
    std::vector<float> shares; ///< (rows × columns) of the word's attention, row by row
    QImage image;              ///< columns × rows pixels, premultiplied, one per cell
    QString title;             ///< says what is drawn: "Attention of “umbrella”"

    bool isEmpty() const { return frameNumber < 0 || image.isNull(); }
};

/// Draws a few pixels very large, each to the nearest whole pixel of the painter. Qt's own scaling is off by several.
void drawCells(QPainter& painter, const QRectF& target, const QImage& image);

/// The picture in its own size with the heat map drawn over it. Takes some 20 ms; any thread.
Picture withOverlay(const Picture& picture, const FrameOverlay& overlay);

} // namespace storyscope::ui
