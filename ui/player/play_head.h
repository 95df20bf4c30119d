// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/frame_times.h"
#include "ui/player/playback_clock.h"
#include "ui/player/playing_mode.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <utility>

namespace storyscope::ui {

/// Says which frame is due while media play, and when; knows nothing of pictures. Whoever listens tells it each frame
/// that has come to the screen. GUI thread.
class PlayHead : public QObject {
    Q_OBJECT
public:
    struct Range {
        int first = 0;
        int last = 0; ///< included
    };
    struct Plan {
        PlayingMode mode = PlayingMode::EveryFrame;
        int speed = 1; ///< times as fast; negative: backwards
        Range range;   ///< where playing ends, or begins anew
        bool isLooping = false;
    };

    /// `clock` is used in real time and must outlive the play head.
    explicit PlayHead(PlaybackClock* clock, QObject* parent = nullptr);

    void setTimes(FrameTimes times) { m_times = std::move(times); }
    /// Frame `first` is on the screen or on its way there; due() comes for the frames after it.
    void start(int first, const Plan& plan);
    void setRange(const Range& range) { m_plan.range = range; }
    void setLooping(bool isLooping) { m_plan.isLooping = isLooping; }
    void stop();
    bool isRunning() const { return m_isRunning; }
    /// A frame is on the screen, or was tried in vain.
    void frameShown(int number);
    /// Frames that were left out since start().
    int droppedFrames() const { return m_dropped; }

signals:
    void due(int number);
    void ended();
    void droppedChanged(int count);

private:
    void tick();
    void tickRealTime();
    void scheduleNextOfEvery();
    void ask(int number);
    /// Begins anew at the other end if it loops; else it ends.
    void turnAround();
    void countDropped(int number);
    void addDropped(int count);
    bool isForwards() const { return m_plan.speed > 0; }
    int direction() const { return isForwards() ? 1 : -1; }
    int startOfRange() const { return isForwards() ? m_plan.range.first : m_plan.range.last; }
    int endOfRange() const { return isForwards() ? m_plan.range.last : m_plan.range.first; }
    bool isAtEnd(int number) const { return isForwards() ? number >= endOfRange() : number <= endOfRange(); }

    PlaybackClock* m_clock;
    FrameTimes m_times;
    Plan m_plan;
    QTimer m_timer;
    QElapsedTimer m_sinceStart;
    double m_dueMs = 0; ///< after start(), when the frame that was asked for last was due
    int m_asked = 0;    ///< that frame
    int m_shown = 0;    ///< the frame that came to the screen last
    int m_dropped = 0;
    bool m_isRunning = false;
};

} // namespace storyscope::ui
