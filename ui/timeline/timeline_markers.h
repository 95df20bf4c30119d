// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_painting.h"

#include <QPointF>
#include <optional>
#include <vector>

namespace storyscope::ui {

/// A marker that is being dragged.
struct MarkerDrag {
    int from = 0;
    int to = 0;
    bool isLeaving = false; ///< it is off the timeline and goes away when it is let go
};

/// A marker as it is drawn now.
struct ShownMarker {
    int frame = 0;  ///< where it is; for a dragged one where it would go
    int number = 0; ///< in the story, from 1; 0 for one that is leaving
    bool isTold = false;
    bool isSelected = false;
};

/// In the order of their frames, the selected one last: it is painted over the others.
std::vector<ShownMarker> shownMarkers(const TimelineContents& contents, int currentFrame,
                                      const std::optional<MarkerDrag>& drag);

QRectF markerRect(const TimelineLayout& layout, int frame);
/// The frame of the marker at a place; what is painted on top comes first.
std::optional<int> markerAt(const TimelineLayout& layout, const std::vector<ShownMarker>& markers,
                            const QPointF& position);

void paintMarkers(QPainter& painter, const TimelineScene& scene, const std::vector<ShownMarker>& markers);
void paintPlayhead(QPainter& painter, const TimelineScene& scene, int frame);

} // namespace storyscope::ui
