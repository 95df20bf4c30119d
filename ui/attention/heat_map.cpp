// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/heat_map.h"

#include <algorithm>

namespace storyscope::ui {

namespace {

constexpr double weakestAlpha = 0.06;
constexpr double strongestAlpha = 0.75;

} // namespace

QImage heatMapImage(const HeatMapCells& cells, ColorMap map) {
    QImage image(cells.columns, cells.rows, QImage::Format_ARGB32_Premultiplied);
    const std::array<QRgb, 256>& colors = colorTable(map);
    for (int y = 0; y < cells.rows; ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < cells.columns; ++x) {
            const float share = cells.shares[static_cast<std::size_t>(y * cells.columns + x)];
            const double strength =
                cells.maximum > 0 ? std::clamp(static_cast<double>(share / cells.maximum), 0.0, 1.0) : 0;
            const QRgb color = colors[static_cast<std::size_t>(strength * 255)];
            const int alpha = static_cast<int>(255 * (weakestAlpha + (strongestAlpha - weakestAlpha) * strength));
            line[x] = qPremultiply(qRgba(qRed(color), qGreen(color), qBlue(color), alpha));
        }
    }
    return image;
}

} // namespace storyscope::ui
