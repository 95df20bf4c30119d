// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/attention/color_bar.h"

#include <QLocale>
#include <QPainter>

namespace storyscope::ui {

namespace {

QString endText(double value) {
    return QLocale().toString(value, 'f', 3);
}

} // namespace

ColorBar::ColorBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("colorBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ColorBar::setRange(ColorMap map, double maximum) {
    m_map = map;
    m_maximum = maximum;
    const QString meaning = tr("Colours from 0 to %1 of the word's attention per cell").arg(endText(maximum));
    setAccessibleName(meaning);
    setToolTip(meaning);
    update();
}

QSize ColorBar::sizeHint() const {
    return {160, fontMetrics().height() + 4};
}

void ColorBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QString left = QStringLiteral("0");
    const QString right = endText(m_maximum);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, left);
    painter.drawText(rect(), Qt::AlignRight | Qt::AlignVCenter, right);
    const int leftWidth = fontMetrics().horizontalAdvance(left) + 8;
    const int rightWidth = fontMetrics().horizontalAdvance(right) + 8;
    const QRectF bar(leftWidth, (height() - 10) / 2.0, std::max(8, width() - leftWidth - rightWidth), 10);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int stop = 0; stop <= 16; ++stop) {
        gradient.setColorAt(stop / 16.0, colorAt(m_map, stop / 16.0));
    }
    painter.fillRect(bar, gradient);
}

} // namespace storyscope::ui
