// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"
#include "ui/timeline/timeline_painting.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

namespace storyscope::ui {

void paintCaptions(QPainter& painter, const TimelineScene& scene) {
    constexpr double padding = 5;
    const QRectF lane = scene.layout.captions();
    const QFontMetricsF metrics(scene.font);
    painter.setFont(scene.font);
    for (const CaptionSpan& span : scene.contents.captions) {
        const double left = scene.layout.centreOf(span.firstFrame);
        const double right = span.lastFrame + 1 < scene.layout.frameCount()
                                 ? scene.layout.centreOf(span.lastFrame + 1) - 2
                                 : scene.layout.leftOf(span.lastFrame + 1);
        if (right <= lane.left() || left >= lane.right()) {
            continue;
        }
        const QRectF place(left, lane.top() + 1, right - left, lane.height() - 2);
        painter.setPen(themeColors(scene.palette).grid);
        painter.setBrush(scene.palette.color(QPalette::Base));
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        // The text begins where the span is seen.
        const QRectF text = (place & lane).adjusted(padding, 0, -padding, 0);
        const QString elided = metrics.elidedText(span.text, Qt::ElideRight, text.width());
        if (elided.size() > 1) {
            painter.setPen(scene.palette.color(QPalette::Text));
            painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, elided);
        }
    }
}

} // namespace storyscope::ui
