// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRgb>
#include <QString>
#include <array>

namespace storyscope::ui {

/// Perceptual colour maps whose luminance rises evenly, so that they read the same in grey and for colour-blind eyes.
/// Cividis: Nuñez, Anderton and Renslow 2018. Viridis and Magma: van der Walt and Smith 2015.
enum class ColorMap { Cividis, Viridis, Magma };

/// The colour of `value` in [0, 1]; what lies outside takes the colour of the end, NaN that of 0.
QColor colorAt(ColorMap map, double value);

/// 256 opaque colours from 0 to 1, for painting pixel by pixel. Lives as long as the program.
const std::array<QRgb, 256>& colorTable(ColorMap map);

/// For a menu: "Cividis".
QString colorMapName(ColorMap map);

} // namespace storyscope::ui
