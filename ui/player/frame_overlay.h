// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <vector>

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

} // namespace storyscope::ui
