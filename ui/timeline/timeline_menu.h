// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace storyscope::ui {

class StoryDocument;

/// Where on the timeline a menu was asked for.
struct TimelinePlace {
    int frame = 0;
    int marker = -1; ///< the frame of the marker at that place, or -1
};

/// What can be done at this place: story frame and marks. The document must outlive the menu.
QMenu* makeTimelineMenu(QWidget* parent, StoryDocument* document, const TimelinePlace& place);

} // namespace storyscope::ui
