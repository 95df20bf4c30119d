// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/timeline/timeline_painting.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace storyscope::ui {

namespace {

constexpr double barWidth = 8;

double heightOf(const TimelineLane& lane, float value, const QRectF& rect) {
    const double share = lane.maximum > 0 ? static_cast<double>(value / lane.maximum) : 0;
    return std::clamp(share, 0.0, 1.0) * (rect.height() - 3);
}

/// Returns where the first bar or number begins.
double paintBars(QPainter& painter, const TimelineScene& scene, const TimelineLane& lane, const QRectF& rect) {
    const QFontMetricsF metrics(scene.font);
    QColor ink = scene.palette.color(QPalette::WindowText);
    ink.setAlphaF(0.6F);
    double freeFrom = 0;
    double begin = rect.right();
    for (std::size_t place = 0; place < lane.values.size(); ++place) {
        const double x = scene.layout.centreOf(lane.frameOf(place));
        if (x < -barWidth || x > rect.right() + barWidth) {
            continue;
        }
        const double width =
            std::clamp(scene.layout.pixelsPerFrame() * 0.8, lane.frames.empty() ? 1.0 : barWidth, 24.0);
        const double height = heightOf(lane, lane.values[place], rect);
        painter.fillRect(QRectF(x - width / 2, rect.bottom() - height, width, height), ink);
        begin = std::min(begin, x - width / 2);
        const QString number = shareText(static_cast<double>(lane.values[place]));
        const QRectF numberRect(x + width / 2 + 3, rect.top(), metrics.horizontalAdvance(number) + 1, rect.height());
        const double next =
            place + 1 < lane.values.size() ? scene.layout.centreOf(lane.frameOf(place + 1)) - width : rect.right();
        if (x - width / 2 >= freeFrom && numberRect.right() < next) {
            painter.setPen(themeColors(scene.palette).secondary);
            painter.drawText(numberRect, Qt::AlignLeft | Qt::AlignVCenter, number);
            freeFrom = numberRect.right();
        }
    }
    return begin;
}

double paintCurve(QPainter& painter, const TimelineScene& scene, const TimelineLane& lane, const QRectF& rect) {
    QPainterPath curve;
    double begin = rect.right();
    double column = -2;
    float highest = 0;
    for (std::size_t place = 0; place < lane.values.size(); ++place) {
        const double x = scene.layout.centreOf(lane.frameOf(place));
        if (x < -barWidth || x > rect.right() + barWidth) {
            continue;
        }
        // Of many frames in one column of pixels the highest value is seen.
        highest = std::max(highest, lane.values[place]);
        if (x - column < 1 && place + 1 < lane.values.size()) {
            continue;
        }
        const QPointF point(x, rect.bottom() - 1 - heightOf(lane, highest, rect));
        curve.elementCount() == 0 ? curve.moveTo(point) : curve.lineTo(point);
        begin = std::min(begin, x);
        column = x;
        highest = 0;
    }
    painter.setPen(QPen(scene.palette.color(QPalette::WindowText), 1.2));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(curve);
    return begin;
}

} // namespace

void paintValueLanes(QPainter& painter, const TimelineScene& scene) {
    painter.setFont(scene.font);
    const QFontMetricsF metrics(scene.font);
    for (std::size_t number = 0; number < scene.contents.lanes.size(); ++number) {
        const TimelineLane& lane = scene.contents.lanes[number];
        const QRectF rect = scene.layout.lane(static_cast<int>(number));
        painter.setPen(themeColors(scene.palette).grid);
        painter.drawLine(QPointF(rect.left(), rect.bottom() - 0.5), QPointF(rect.right(), rect.bottom() - 0.5));
        const double begin = lane.shape == TimelineLane::Shape::Bars ? paintBars(painter, scene, lane, rect)
                                                                     : paintCurve(painter, scene, lane, rect);
        const double left = TimelineLayout::sideMargin;
        if (left + metrics.horizontalAdvance(lane.name) + 4 < begin) {
            painter.setPen(themeColors(scene.palette).secondary);
            painter.drawText(rect.adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, lane.name);
        }
    }
}

} // namespace storyscope::ui
