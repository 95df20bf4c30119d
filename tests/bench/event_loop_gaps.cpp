// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/event_loop_gaps.h"

#include <algorithm>
#include <ctime>

namespace storyscope::bench {

namespace {

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace

EventLoopGaps::EventLoopGaps(QObject* parent) : QObject(parent) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(5);
    connect(&m_timer, &QTimer::timeout, this, &EventLoopGaps::tick);
    restart();
}

void EventLoopGaps::tick() {
    m_gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
    m_clock.restart();
    const double busyMs = threadMilliseconds();
    m_longestBusyMs = std::max(m_longestBusyMs, busyMs - m_busyMs);
    m_busyMs = busyMs;
}

void EventLoopGaps::restart() {
    m_gaps.clear();
    m_longestBusyMs = 0;
    m_busyMs = threadMilliseconds();
    m_clock.restart();
    m_timer.start();
}

double EventLoopGaps::longestMilliseconds() const {
    return m_gaps.empty() ? 0 : std::ranges::max(m_gaps);
}

double EventLoopGaps::percentile99Milliseconds() const {
    if (m_gaps.empty()) {
        return 0;
    }
    std::vector<double> sorted = m_gaps;
    std::ranges::sort(sorted);
    return sorted[(sorted.size() - 1) * 99 / 100];
}

} // namespace storyscope::bench
