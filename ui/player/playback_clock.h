// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

namespace storyscope::ui {

/// Says which moment of the media is due now while it plays in real time. GUI thread.
class PlaybackClock {
public:
    virtual ~PlaybackClock() = default;

    /// Runs from this time of the media on; a negative speed runs backwards. It may stand still until its sound is ready.
    virtual void start(double seconds, double speed) = 0;
    virtual void halt() = 0;
    /// The time of the media that is due; where it was when it was halted.
    virtual double seconds() const = 0;
};

/// Keeps time with the machine's own clock.
class WallClock : public PlaybackClock {
public:
    void start(double seconds, double speed) override;
    void halt() override;
    double seconds() const override;

private:
    double m_begin = 0;
    double m_speed = 0;
    QElapsedTimer m_sinceBegin;
};

} // namespace storyscope::ui
