// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace storyscope::cli {

/// One line on stderr that is drawn over and over while something goes on. Silent where stderr is no terminal. The line
/// is wiped when the object goes. One thread at a time.
class StatusLine {
public:
    StatusLine();
    ~StatusLine();
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;

    bool isShown() const { return m_isTerminal; }
    /// Draws `label`, a bar (none for total 0) and `remark`; at most ten times a second unless the work is finished.
    void show(std::string_view label, std::int64_t done, std::int64_t total, std::string_view remark = {});
    void wipe();

private:
    bool m_isTerminal = false;
    bool m_isDrawn = false;
    std::chrono::steady_clock::time_point m_lastDrawn;
};

/// Progress as a StatusLine.
class TerminalProgress final : public Progress {
public:
    void report(std::string_view stage, std::int64_t done, std::int64_t total) override {
        m_line.show(stage, done, total);
    }

private:
    StatusLine m_line;
};

} // namespace storyscope::cli
