// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal_progress.h"

#include "app/cli/output.h"

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace storyscope::cli {

namespace {

constexpr std::int64_t barWidth = 24;

std::string bar(std::int64_t done, std::int64_t total) {
    const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(share * barWidth);
    return " [" + std::string(filled, '#') + std::string(barWidth - filled, ' ') + "] " + formatShare(share);
}

std::size_t terminalColumns() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace

StatusLine::StatusLine() : m_isTerminal(::isatty(STDERR_FILENO) == 1) {}

StatusLine::~StatusLine() {
    wipe();
}

void StatusLine::show(std::string_view label, std::int64_t done, std::int64_t total, std::string_view remark) {
    const auto now = std::chrono::steady_clock::now();
    const bool isFinished = total > 0 && done >= total;
    if (!m_isTerminal || (!isFinished && now - m_lastDrawn < std::chrono::milliseconds(100))) {
        return;
    }
    std::string line(label);
    if (total > 0) {
        line += bar(done, total);
    } else if (done > 0) {
        line += ' ' + formatCount(done);
    }
    if (!remark.empty()) {
        line.append("  ").append(remark);
    }
    line.resize(std::min(line.size(), terminalColumns() - 1));
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    std::fflush(stderr);
    m_lastDrawn = now;
    m_isDrawn = true;
}

void StatusLine::wipe() {
    if (m_isDrawn) {
        std::fputs("\r\033[K", stderr);
        std::fflush(stderr);
        m_isDrawn = false;
    }
}

} // namespace storyscope::cli
