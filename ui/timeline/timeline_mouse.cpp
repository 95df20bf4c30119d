// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_mouse.h"

#include "ui/timeline/timeline_view.h"

#include <QApplication>
#include <algorithm>
#include <utility>

namespace storyscope::ui {

namespace {

constexpr double farOff = 28; ///< pixels above or below the timeline where a marker is let fall

} // namespace

std::optional<MarkerDrag> TimelineMouse::drag() const {
    return m_state == State::Dragging ? std::optional(m_drag) : std::nullopt;
}

void TimelineMouse::press(const QPointF& position) {
    m_pressedAt = position;
    if (const auto marker = markerAt(m_view->frameLayout(), m_view->markers(), position)) {
        m_state = State::OnMarker;
        m_drag = {*marker, *marker, false};
        emit m_view->frameChosen(*marker);
        return;
    }
    m_state = State::Scrubbing;
    m_view->setSliderDown(true);
    emit m_view->frameChosen(m_view->frameLayout().frameAt(position.x()));
}

void TimelineMouse::move(const QPointF& position) {
    if (m_state == State::Scrubbing) {
        emit m_view->frameChosen(m_view->frameLayout().frameAt(position.x()));
        return;
    }
    const double distance = (position - m_pressedAt).manhattanLength();
    if (m_state == State::OnMarker && distance >= QApplication::startDragDistance()) {
        m_state = State::Dragging;
        m_view->setSliderDown(true);
    }
    if (m_state == State::Dragging) {
        dragTo(position);
    }
}

void TimelineMouse::dragTo(const QPointF& position) {
    m_drag.isLeaving = position.y() < -farOff || position.y() > m_view->height() + farOff;
    const int frame = m_view->frameLayout().frameAt(position.x());
    const bool isFree = std::ranges::none_of(m_view->contents().markers, [&](const StoryMarker& marker) {
        return marker.frame == frame && marker.frame != m_drag.from;
    });
    if (isFree && !m_drag.isLeaving && std::exchange(m_drag.to, frame) != frame) {
        emit m_view->frameChosen(frame);
    }
    m_view->update();
}

void TimelineMouse::release() {
    const State state = std::exchange(m_state, State::Idle);
    m_view->setSliderDown(false);
    if (state == State::Dragging && m_drag.isLeaving) {
        emit m_view->markerRemoved(m_drag.from);
    } else if (state == State::Dragging && m_drag.to != m_drag.from) {
        emit m_view->markerMoved(m_drag.from, m_drag.to);
    }
    m_view->update();
}

bool TimelineMouse::cancel() {
    if (m_state != State::Dragging) {
        return false;
    }
    m_state = State::Idle;
    emit m_view->frameChosen(m_drag.from);
    m_view->setSliderDown(false);
    m_view->update();
    return true;
}

} // namespace storyscope::ui
