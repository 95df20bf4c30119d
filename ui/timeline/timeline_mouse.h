// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/timeline_markers.h"

#include <QPointF>
#include <optional>

namespace storyscope::ui {

class TimelineView;

/// What the left mouse button does on a timeline: goes along the frames, or drags a marker to another frame or off the
/// timeline. Speaks through the view's signals. Owned by the view.
class TimelineMouse {
public:
    explicit TimelineMouse(TimelineView* view) : m_view(view) {}

    void press(const QPointF& position);
    void move(const QPointF& position);
    void release();
    /// The marker goes back to where it was. False if none is dragged.
    bool cancel();

    bool isPressed() const { return m_state != State::Idle; }
    /// None as long as the mouse has hardly moved.
    std::optional<MarkerDrag> drag() const;

private:
    enum class State { Idle, Scrubbing, OnMarker, Dragging };
    void dragTo(const QPointF& position);

    TimelineView* m_view;
    State m_state = State::Idle;
    MarkerDrag m_drag;
    QPointF m_pressedAt;
};

} // namespace storyscope::ui
