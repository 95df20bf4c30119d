// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace storyscope::training {

/// The time of a run over all its sittings, and what it will take yet. The sitting begins with the clock.
class RunClock {
public:
    void addEarlierSittings(double seconds) { m_earlierSeconds = seconds; }
    double elapsedSeconds() const {
        return m_earlierSeconds + std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

    /// The first step of a sitting is left out of the rate: it also waits for the first pictures.
    void stepDone() {
        if (m_steps++ == 0) {
            m_firstStepSeconds = elapsedSeconds();
        }
    }
    double secondsFor(std::int64_t steps) const {
        const auto counted = static_cast<double>(std::max<std::int64_t>(m_steps - 1, 1));
        return (elapsedSeconds() - m_firstStepSeconds) / counted * static_cast<double>(steps);
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    double m_earlierSeconds = 0;
    std::int64_t m_steps = 0;
    double m_firstStepSeconds = 0;
};

} // namespace storyscope::training
