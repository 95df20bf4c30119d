// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/event_clock.h"

#include <QKeyEvent>
#include <algorithm>

namespace storyscope::ui {

EventClock::Time EventClock::madeAt(const QKeyEvent& event, Time now) {
    if (event.timestamp() == 0) {
        return now;
    }
    const std::chrono::milliseconds theirs(event.timestamp());
    const auto offset = std::chrono::floor<std::chrono::milliseconds>(now.time_since_epoch()) - theirs;
    const bool isAnotherHold = !event.isAutoRepeat(); // their count may have begun anew since
    m_offset = m_offset && !isAnotherHold ? std::min(*m_offset, offset) : offset;
    return Time(theirs + *m_offset);
}

} // namespace storyscope::ui
