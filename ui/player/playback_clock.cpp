// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/playback_clock.h"

namespace storyscope::ui {

void WallClock::start(double seconds, double speed) {
    m_begin = seconds;
    m_speed = speed;
    m_sinceBegin.start();
}

void WallClock::halt() {
    m_begin = seconds();
    m_speed = 0;
}

double WallClock::seconds() const {
    return m_speed == 0 ? m_begin : m_begin + m_speed * static_cast<double>(m_sinceBegin.nsecsElapsed()) * 1e-9;
}

} // namespace storyscope::ui
