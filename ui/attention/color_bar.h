// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/color_map.h"

#include <QWidget>

namespace storyscope::ui {

/// The colours of a heat map from 0 to its largest value, with both ends written.
class ColorBar : public QWidget {
    Q_OBJECT
public:
    explicit ColorBar(QWidget* parent = nullptr);

    void setRange(ColorMap map, double maximum);
    double maximum() const { return m_maximum; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ColorMap m_map = ColorMap::Viridis;
    double m_maximum = 0;
};

} // namespace storyscope::ui
