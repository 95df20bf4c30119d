// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace storyscope::ui {

/// One thread that runs one task at a time; of several waiting tasks only the latest is kept. Tasks must not throw.
/// All calls are thread-safe; the destructor asks the running task to stop and waits for it.
class Worker {
public:
    /// What a task asks while it runs.
    struct Signs {
        std::stop_token stop;  ///< nobody wants the task any more
        std::stop_token newer; ///< that, or another task waits
    };
    using Task = std::function<void(const Signs&)>;

    Worker();
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Runs `task` after the running one.
    void post(Task task);
    /// Drops the waiting task and asks the running one to stop.
    void stop();

private:
    void loop(const std::stop_token& quit);

    std::mutex m_mutex;
    std::condition_variable_any m_wakeUp;
    Task m_waiting;
    std::stop_source m_stop;  ///< of the running task
    std::stop_source m_newer; ///< of the running task
    std::jthread m_thread;    ///< last member: joined before the others go
};

} // namespace storyscope::ui
