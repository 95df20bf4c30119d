// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/height_grip.h"

#include <QMouseEvent>
#include <QPainter>
#include <utility>

namespace storyscope::ui {

HeightGrip::HeightGrip(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("timelineGrip"));
    setFixedHeight(6);
    setCursor(Qt::SizeVerCursor);
    setToolTip(tr("Drag to make the timeline higher or lower"));
}

void HeightGrip::mousePressEvent(QMouseEvent* event) {
    m_lastY = event->globalPosition().toPoint().y();
}

void HeightGrip::mouseMoveEvent(QMouseEvent* event) {
    const int y = event->globalPosition().toPoint().y();
    emit dragged(std::exchange(m_lastY, y) - y);
}

void HeightGrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(width() / 2 - 16, height() / 2 - 1, 32, 2), palette().color(QPalette::Mid));
}

} // namespace storyscope::ui
