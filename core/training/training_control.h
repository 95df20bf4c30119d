// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace storyscope::training {

/// What a person wants of a run while it goes on. The run acts on it within one batch. Thread-safe; shared by the run
/// and whoever steers it.
class TrainingControl {
public:
    /// The run writes a checkpoint and waits.
    void pause();
    void resume();
    /// The run ends with what it has and can be resumed later. Also ends a pause.
    void stop() { m_stop.request_stop(); }
    /// The run ends and what it has written is removed; a run that was resumed goes back to where it was. Also ends a
    /// pause.
    void cancel();

    bool isPaused() const;
    bool isCancelled() const;
    std::stop_token stopToken() const { return m_stop.get_token(); }
    /// Waits until a pause ends, by resume(), stop() or cancel().
    void waitWhilePaused();

private:
    std::stop_source m_stop;
    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_changed;
    bool m_isPaused = false;
    bool m_isCancelled = false;
};

} // namespace storyscope::training
