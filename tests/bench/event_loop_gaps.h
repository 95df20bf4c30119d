// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <vector>

namespace storyscope::bench {

/// Measures how long the GUI thread was away from its event loop: the time between two ticks of a 5 ms timer.
class EventLoopGaps : public QObject {
    Q_OBJECT
public:
    explicit EventLoopGaps(QObject* parent = nullptr);

    /// Forgets what was measured so far.
    void restart();
    double longestMilliseconds() const;
    /// The most computing that the GUI thread did in one gap: what the longest gap would be on an idle machine.
    double longestBusyMilliseconds() const { return m_longestBusyMs; }
    /// The gap that 99 in 100 do not exceed.
    double percentile99Milliseconds() const;

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
    double m_busyMs = 0; ///< processor time of this thread at the last tick
    double m_longestBusyMs = 0;
};

} // namespace storyscope::bench
