// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "app/cli/exit_codes.h"
#include "core/base/error.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace storyscope::cli {

InterruptWatcher::InterruptWatcher() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_signals = ::signalfd(-1, &signals, SFD_CLOEXEC);
    m_quit = ::eventfd(0, EFD_CLOEXEC);
    if (m_signals < 0 || m_quit < 0) {
        throw Error(ErrorCode::Internal, "The system offers no way to wait for Ctrl+C");
    }
    m_thread = std::thread([this] { watch(); });
}

InterruptWatcher::~InterruptWatcher() {
    const std::uint64_t one = 1;
    if (::write(m_quit, &one, sizeof one) == sizeof one) {
        m_thread.join();
    } else {
        m_thread.detach(); // cannot happen: the counter was 0
    }
    ::close(m_signals);
    ::close(m_quit);
}

void InterruptWatcher::watch() {
    std::array<pollfd, 2> waiting{{{m_signals, POLLIN, 0}, {m_quit, POLLIN, 0}}};
    while (true) {
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            continue; // EINTR
        }
        if (waiting[1].revents != 0) {
            return;
        }
        signalfd_siginfo signal{};
        if (::read(m_signals, &signal, sizeof signal) != sizeof signal) {
            continue;
        }
        if (m_stop.stop_requested()) {
            ::_exit(exitInterrupted);
        }
        m_stop.request_stop();
    }
}

} // namespace storyscope::cli
