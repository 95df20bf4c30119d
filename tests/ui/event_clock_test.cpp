// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/event_clock.h"

#include <QKeyEvent>
#include <QTest>

using namespace storyscope::ui;
using namespace std::chrono_literals;

namespace {

enum class Kind { Press, Repeat };

/// An event that the window system made at `made`, in its milliseconds, and that is handled at `now`.
EventClock::Time madeAt(EventClock& clock, Kind kind, quint64 made, EventClock::Time now) {
    QKeyEvent event(QEvent::KeyPress, Qt::Key_Period, Qt::NoModifier, {}, kind == Kind::Repeat);
    event.setTimestamp(made);
    return clock.madeAt(event, now);
}

} // namespace

class EventClockTest : public QObject {
    Q_OBJECT
private slots:
    void an_event_without_a_time_was_made_now() {
        EventClock clock;
        QVERIFY(madeAt(clock, Kind::Repeat, 0, m_start) == m_start);
    }

    void events_that_waited_were_made_when_the_window_system_says() {
        EventClock clock;
        QVERIFY(madeAt(clock, Kind::Press, 5000, m_start) == m_start);
        QVERIFY(madeAt(clock, Kind::Repeat, 5600, m_start + 900ms) == m_start + 600ms);
        QVERIFY(madeAt(clock, Kind::Repeat, 5640, m_start + 900ms) == m_start + 640ms);
    }

    void the_fastest_event_sets_the_clock() {
        EventClock clock;
        madeAt(clock, Kind::Press, 5000, m_start + 300ms); // a window that was busy
        QVERIFY(madeAt(clock, Kind::Repeat, 5600, m_start + 600ms) == m_start + 600ms);
        QVERIFY(madeAt(clock, Kind::Repeat, 5640, m_start + 800ms) == m_start + 640ms);
    }

    void a_count_that_begins_anew_is_followed_at_the_next_press() {
        EventClock clock;
        madeAt(clock, Kind::Press, 4294967290, m_start); // the last milliseconds of 32 bits
        QVERIFY(madeAt(clock, Kind::Press, 7, m_start + 13ms) == m_start + 13ms);
        QVERIFY(madeAt(clock, Kind::Repeat, 607, m_start + 700ms) == m_start + 613ms);
    }

    void nothing_is_made_in_the_future() {
        EventClock clock;
        madeAt(clock, Kind::Press, 5000, m_start);
        QVERIFY(madeAt(clock, Kind::Repeat, 6000, m_start + 500ms) <= m_start + 500ms);
    }

private:
    const EventClock::Time m_start{1000s};
};

QTEST_GUILESS_MAIN(EventClockTest)
#include "event_clock_test.moc"
