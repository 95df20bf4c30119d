// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/color_map.h"

#include <QImage>
#include <span>

namespace storyscope::ui {

/// The cells of a heat map.
struct HeatMapCells {
    std::span<const float> shares; ///< (rows × columns), row by row
    int rows = 1;
    int columns = 1;
    float maximum = 1; ///< the share that gets the last colour and the most ink
};

/// One premultiplied pixel per cell. Weak cells are nearly clear, so that the picture below stays what it is.
QImage heatMapImage(const HeatMapCells& cells, ColorMap map);

} // namespace storyscope::ui
