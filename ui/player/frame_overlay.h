// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <QImage>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

class QPainter;

namespace storyscope::ui {

/// A heat map that belongs to exactly one frame and may be drawn on no other.
struct FrameOverlay {
    int frameNumber = -1;       ///< -1: there is none
    int rows = 0;               ///< cells from the top
    int columns = 0;            ///< cells from the left
    std::vector<float> shares;  ///< (rows × columns) of the word's attention, row by row
    QImage image;               ///< columns × rows pixels, premultiplied, one per cell
    QString title;              ///< says what is drawn: "Attention of “umbrella”"
    QRectF area = {0, 0, 1, 1}; ///< of the frame, in shares of its sides, that the cells cover; the model saw no more

    bool isEmpty() const { return frameNumber < 0 || image.isNull(); }
    bool coversWhole() const { return area == QRectF(0, 0, 1, 1); }
    /// The cell, counted row by row, at a place given in shares of the frame's sides; none outside of `area`.
    std::optional<int> cellAt(double x, double y) const;
};

/// Draws a few pixels very large, each to the nearest whole pixel of the painter. Qt's own scaling is off by several.
void drawCells(QPainter& painter, const QRectF& target, const QImage& image);

/// Draws the heat map over a frame that fills `target`, and hatches what of it the model did not see.
void drawOverlay(QPainter& painter, const QRectF& target, const FrameOverlay& overlay);

/// The picture in its own size with the heat map drawn over it. Takes some 20 ms; any thread.
Picture withOverlay(const Picture& picture, const FrameOverlay& overlay);

} // namespace storyscope::ui
