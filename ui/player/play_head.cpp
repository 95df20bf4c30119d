// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/play_head.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace storyscope::ui {

namespace {

constexpr int shortestTickMs = 1;
/// The clock may stand still or be corrected, so it is looked at again.
constexpr int longestTickMs = 15;
constexpr double longestWaitMs = 60'000;

} // namespace

PlayHead::PlayHead(PlaybackClock* clock, QObject* parent) : QObject(parent), m_clock(clock) {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &PlayHead::tick);
}

void PlayHead::start(int first, const Plan& plan) {
    stop();
    m_plan = plan;
    m_asked = first;
    m_shown = first;
    m_dropped = 0;
    m_isRunning = true;
    emit droppedChanged(0);
    m_sinceStart.start();
    m_dueMs = 0;
    if (plan.mode == PlayingMode::RealTime) {
        m_clock->start(isForwards() ? m_times.begin(first) : m_times.end(first), plan.speed);
        m_timer.start(shortestTickMs);
    }
}

void PlayHead::stop() {
    m_timer.stop();
    if (m_isRunning && m_plan.mode == PlayingMode::RealTime) {
        m_clock->halt();
    }
    m_isRunning = false;
}

void PlayHead::frameShown(int number) {
    if (!m_isRunning) {
        return;
    }
    if (m_plan.mode == PlayingMode::RealTime) {
        countDropped(number);
    } else if (number == m_asked && !m_timer.isActive()) {
        scheduleNextOfEvery();
    }
}

void PlayHead::tick() {
    if (m_plan.mode == PlayingMode::RealTime) {
        tickRealTime();
    } else if (isAtEnd(m_asked)) {
        turnAround();
    } else {
        ask(m_asked + direction());
    }
}

void PlayHead::scheduleNextOfEvery() {
    const double now = static_cast<double>(m_sinceStart.nsecsElapsed()) * 1e-6;
    m_dueMs = std::max(now, m_dueMs + m_times.duration(m_asked) * 1000 / std::abs(m_plan.speed));
    m_timer.start(static_cast<int>(std::lround(std::min(m_dueMs - now, longestWaitMs))));
}

void PlayHead::tickRealTime() {
    const double now = m_clock->seconds();
    const int last = endOfRange();
    const bool isPast = isForwards() ? now >= m_times.end(last) : now < m_times.begin(last);
    if (isPast && isAtEnd(m_asked) && m_shown == m_asked) {
        turnAround();
        return;
    }
    const int wanted = isForwards() ? std::min(m_times.at(now), last) : std::max(m_times.at(now), last);
    if (isForwards() ? wanted > m_asked : wanted < m_asked) {
        ask(wanted);
    }
    if (!m_isRunning) {
        return;
    }
    const double next = isForwards() ? m_times.end(m_asked) : m_times.begin(m_asked);
    const double waitMs = (next - m_clock->seconds()) * 1000 / m_plan.speed;
    m_timer.start(
        std::clamp(static_cast<int>(std::ceil(std::min(waitMs, longestWaitMs))), shortestTickMs, longestTickMs));
}

void PlayHead::ask(int number) {
    m_asked = number;
    emit due(number);
}

void PlayHead::turnAround() {
    if (!m_plan.isLooping || m_plan.range.first == m_plan.range.last) {
        stop();
        emit ended();
        return;
    }
    const int begin = startOfRange();
    if (m_plan.mode == PlayingMode::RealTime) {
        m_shown = begin - direction();
        m_clock->start(isForwards() ? m_times.begin(begin) : m_times.end(begin), m_plan.speed);
        m_timer.start(shortestTickMs);
    }
    ask(begin);
}

/// A frame from before playing turned around comes too late to count.
void PlayHead::countDropped(int number) {
    const int passed = (number - m_shown) * direction();
    const bool isAhead = (number - m_asked) * direction() > 0;
    if (passed > 0 && !isAhead) {
        m_shown = number;
        addDropped(passed - 1);
    }
}

void PlayHead::addDropped(int count) {
    if (count > 0) {
        m_dropped += count;
        emit droppedChanged(m_dropped);
    }
}

} // namespace storyscope::ui
