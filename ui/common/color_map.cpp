// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/color_map.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {
namespace {

constexpr int anchorStep = 15;
using Anchors = std::array<QRgb, 18>; // every 15th of 256 colours; between them RGB is interpolated

constexpr Anchors cividis = {0x00224e, 0x002d68, 0x163770, 0x2e416d, 0x3f4c6c, 0x4e566c, 0x5c616e, 0x696b71, 0x767676,
                             0x838179, 0x928c78, 0xa09875, 0xafa471, 0xbfb06b, 0xcfbd62, 0xdfca57, 0xf0d846, 0xfee838};
constexpr Anchors viridis = {0x440154, 0x481769, 0x472a7a, 0x433d84, 0x3d4e8a, 0x355e8d, 0x2e6d8e, 0x297b8e, 0x23898e,
                             0x1f978b, 0x21a585, 0x2eb37c, 0x46c06f, 0x65cb5e, 0x89d548, 0xb0dd2f, 0xd8e219, 0xfde725};
constexpr Anchors magma = {0x000004, 0x090720, 0x1a1042, 0x311165, 0x4a1079, 0x621980, 0x792282, 0x912b81, 0xaa337d,
                           0xc23b75, 0xd9466b, 0xec5860, 0xf7725c, 0xfc8e64, 0xfeaa74, 0xfec68a, 0xfde2a3, 0xfcfdbf};

constexpr int mixed(int from, int to, int position) {
    return (from * (anchorStep - position) + to * position + anchorStep / 2) / anchorStep;
}

constexpr std::array<QRgb, 256> expanded(const Anchors& anchors) {
    std::array<QRgb, 256> table{};
    for (int i = 0; i < 256; ++i) {
        const auto anchor = static_cast<std::size_t>(std::min(i / anchorStep, 16));
        const int position = i - static_cast<int>(anchor) * anchorStep;
        const QRgb from = anchors[anchor];
        const QRgb to = anchors[anchor + 1];
        table[static_cast<std::size_t>(i)] =
            qRgb(mixed(qRed(from), qRed(to), position), mixed(qGreen(from), qGreen(to), position),
                 mixed(qBlue(from), qBlue(to), position));
    }
    return table;
}

constexpr std::array<QRgb, 256> cividisTable = expanded(cividis);
constexpr std::array<QRgb, 256> viridisTable = expanded(viridis);
constexpr std::array<QRgb, 256> magmaTable = expanded(magma);

} // namespace

const std::array<QRgb, 256>& colorTable(ColorMap map) {
    switch (map) {
    case ColorMap::Cividis:
        return cividisTable;
    case ColorMap::Viridis:
        return viridisTable;
    case ColorMap::Magma:
        break;
    }
    return magmaTable;
}

QColor colorAt(ColorMap map, double value) {
    const double inside = std::isnan(value) ? 0.0 : std::clamp(value, 0.0, 1.0);
    return QColor(colorTable(map)[static_cast<std::size_t>(std::lround(inside * 255))]);
}

QString colorMapName(ColorMap map) {
    switch (map) {
    case ColorMap::Cividis:
        return QCoreApplication::translate("ColorMap", "Cividis");
    case ColorMap::Viridis:
        return QCoreApplication::translate("ColorMap", "Viridis");
    case ColorMap::Magma:
        break;
    }
    return QCoreApplication::translate("ColorMap", "Magma");
}

} // namespace storyscope::ui
