// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace storyscope::cli {

/// Turns Ctrl+C and SIGTERM into a stop request; a second one ends the program at once with exit code 130. Made first
/// thing in main(): threads started later inherit the blocked signals, so that a signal reaches only the thread that
/// waits for it here, and nothing runs in a signal handler.
class InterruptWatcher {
public:
    InterruptWatcher();
    ~InterruptWatcher();
    InterruptWatcher(const InterruptWatcher&) = delete;
    InterruptWatcher& operator=(const InterruptWatcher&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    void watch();

    std::stop_source m_stop;
    int m_signals = -1; ///< signalfd
    int m_quit = -1;    ///< eventfd that the destructor writes
    std::thread m_thread;
};

} // namespace storyscope::cli
