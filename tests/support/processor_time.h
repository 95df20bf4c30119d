// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <ctime>

namespace storyscope::test {

/// Time that processors have spent on this program, all its threads together, since this was made or restarted: what
/// else runs on the machine hardly changes it, nor does waiting.
class ProcessorTime {
public:
    void restart() { m_begin = std::clock(); }
    std::int64_t milliseconds() const {
        return static_cast<std::int64_t>(std::clock() - m_begin) * 1000 / CLOCKS_PER_SEC;
    }

private:
    std::clock_t m_begin = std::clock();
};

} // namespace storyscope::test
