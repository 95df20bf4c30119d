// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

class QKeyEvent;

namespace storyscope::ui {

/// When the window system made a key's events, however long they waited here until they were handled. Window systems
/// count milliseconds from a moment of their own; the event that came here fastest since the key was pressed tells it.
class EventClock {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `now`: when the event is handled. Later than the truth by what the fastest event took, earlier by up to two
    /// milliseconds of rounding; an event without a time was made now.
    Time madeAt(const QKeyEvent& event, Time now = std::chrono::steady_clock::now());

private:
    std::optional<std::chrono::milliseconds> m_offset; ///< from the window system's time to ours
};

} // namespace storyscope::ui
