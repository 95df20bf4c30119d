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
    /// The gap that 99 in 100 do not exceed.
    double percentile99Milliseconds() const;

private:
    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
};

} // namespace storyscope::bench
