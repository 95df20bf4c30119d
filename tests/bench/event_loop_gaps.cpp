// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/event_loop_gaps.h"

#include <algorithm>

namespace storyscope::bench {

EventLoopGaps::EventLoopGaps(QObject* parent) : QObject(parent) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(5);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6), m_clock.restart(); });
    restart();
}

void EventLoopGaps::restart() {
    m_gaps.clear();
    m_clock.restart();
    m_timer.start();
}

double EventLoopGaps::longestMilliseconds() const { return m_gaps.empty() ? 0 : std::ranges::max(m_gaps); }

double EventLoopGaps::percentile99Milliseconds() const {
    if (m_gaps.empty()) {
        return 0;
    }
    std::vector<double> sorted = m_gaps;
    std::ranges::sort(sorted);
    return sorted[(sorted.size() - 1) * 99 / 100];
}

} // namespace storyscope::bench
