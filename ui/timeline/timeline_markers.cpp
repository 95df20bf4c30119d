// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_markers.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <ranges>

namespace storyscope::ui {

namespace {

constexpr double markerSize = 18;
constexpr double stemInPictures = 6;
constexpr double reach = 2; ///< pixels around a marker that still are it

void paintMarker(QPainter& painter, const TimelineScene& scene, const ShownMarker& marker) {
    const QPalette& palette = scene.palette;
    const QColor ink = palette.color(marker.isSelected ? QPalette::Highlight : QPalette::WindowText);
    const QRectF disc = markerRect(scene.layout, marker.frame).adjusted(1, 1, -1, -1);
    QColor stem = ink;
    stem.setAlphaF(0.6F);
    painter.setPen(QPen(stem, 1));
    const double top = scene.layout.thumbnails().bottom() - stemInPictures;
    painter.drawLine(QPointF(disc.center().x(), top), QPointF(disc.center().x(), disc.top()));
    painter.setOpacity(marker.number > 0 ? 1.0 : 0.4);
    painter.setPen(QPen(ink, 2));
    painter.setBrush(marker.isTold ? ink : palette.color(QPalette::Window));
    painter.drawEllipse(disc);
    if (marker.number > 0) {
        const QPalette::ColorRole onInk = marker.isSelected ? QPalette::HighlightedText : QPalette::Window;
        painter.setPen(palette.color(marker.isTold ? onInk : QPalette::WindowText));
        painter.drawText(disc, Qt::AlignCenter, QString::number(marker.number));
    }
    painter.setOpacity(1);
}

} // namespace

std::vector<ShownMarker> shownMarkers(const TimelineContents& contents, int currentFrame,
                                      const std::optional<MarkerDrag>& drag) {
    std::vector<ShownMarker> shown;
    for (const StoryMarker& marker : contents.markers) {
        const bool isDragged = drag && drag->from == marker.frame;
        const int frame = isDragged ? drag->to : marker.frame;
        shown.push_back({frame, isDragged && drag->isLeaving ? 0 : 1, marker.isTold && frame == marker.frame,
                         isDragged || (!drag && frame == currentFrame)});
    }
    std::ranges::sort(shown, {}, &ShownMarker::frame);
    int number = 0;
    for (ShownMarker& marker : shown) {
        marker.number = marker.number > 0 ? ++number : 0;
    }
    std::ranges::stable_partition(shown, [](const ShownMarker& marker) { return !marker.isSelected; });
    return shown;
}

QRectF markerRect(const TimelineLayout& layout, int frame) {
    const QRectF lane = layout.markers();
    return {std::round(layout.centreOf(frame)) - markerSize / 2, lane.top() + (lane.height() - markerSize) / 2,
            markerSize, markerSize};
}

std::optional<int> markerAt(const TimelineLayout& layout, const std::vector<ShownMarker>& markers,
                            const QPointF& position) {
    for (const ShownMarker& marker : markers | std::views::reverse) {
        if (markerRect(layout, marker.frame).adjusted(-reach, -reach, reach, reach).contains(position)) {
            return marker.frame;
        }
    }
    return std::nullopt;
}

void paintMarkers(QPainter& painter, const TimelineScene& scene, const std::vector<ShownMarker>& markers) {
    painter.setFont(scene.font);
    for (const ShownMarker& marker : markers) {
        paintMarker(painter, scene, marker);
    }
}

void paintPlayhead(QPainter& painter, const TimelineScene& scene, int frame) {
    const QRectF ruler = scene.layout.ruler();
    const double x = std::round(scene.layout.centreOf(frame));
    const QColor accent = scene.palette.color(QPalette::Highlight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(accent);
    painter.drawPolygon(QPolygonF{QPointF(x - 6, ruler.top() + 4), QPointF(x + 6, ruler.top() + 4),
                                  QPointF(x + 6, ruler.top() + 10), QPointF(x, ruler.bottom()),
                                  QPointF(x - 6, ruler.top() + 10)});
    painter.fillRect(QRectF(x - 2, ruler.bottom(), 4, scene.layout.markers().top() - ruler.bottom()),
                     scene.palette.color(QPalette::Window));
    painter.fillRect(QRectF(x - 1, ruler.bottom(), 2, scene.layout.markers().top() - ruler.bottom()), accent);
}

} // namespace storyscope::ui
