// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/memory_counter.h"

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>

namespace storyscope::ui {

/// Knows what memory the run will need that a person is describing: counts when nothing has changed for a moment, and
/// stops as soon as something has. GUI thread.
class MemoryForecast : public QObject {
    Q_OBJECT
public:
    enum class State { None, Counting, Known, Failed };

    explicit MemoryForecast(MemoryPredictor predictor, QObject* parent = nullptr);
    ~MemoryForecast() override;

    /// The run as it is described now. Does nothing if all that memory depends on is as before.
    void follow(const training::TrainingOptions& options);
    /// There is no such run at the moment.
    void forget();
    /// Forgets, and calls `start` when nothing is counted any more, which may be at once. Another forget() or follow()
    /// drops it.
    void makeWayFor(std::function<void()> start);

    bool isMakingWay() const { return m_start != nullptr; }
    State state() const { return m_state; }
    const MemoryNeed& need() const { return m_need; }     ///< of State::Known
    const JobError& failure() const { return m_failure; } ///< of State::Failed: the run would fail likewise

signals:
    void changed();

private:
    void enter(State state);

    std::unique_ptr<MemoryCounter> m_counter;
    QTimer m_countSoon;
    State m_state = State::None;
    training::TrainingOptions m_options;
    MemoryNeed m_need;
    JobError m_failure;
    std::function<void()> m_start;
};

} // namespace storyscope::ui
