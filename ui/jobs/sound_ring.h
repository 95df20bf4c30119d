// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <stop_token>
#include <vector>

namespace storyscope::ui {

/// Samples on their way from the thread that decodes them to the one that plays them. What comes too late is replaced
/// by silence and then left out, so that sound keeps time. One writer and one reader, each on a thread of its own.
class SoundRing {
public:
    explicit SoundRing(std::size_t capacity) : m_values(capacity) {}

    /// Waits for room; false if a stop was asked for meanwhile.
    bool write(std::span<const std::int16_t> values, const std::stop_token& stop);
    /// Never waits.
    void read(std::span<std::int16_t> values);

private:
    std::mutex m_mutex;
    std::condition_variable_any m_hasRoom;
    std::vector<std::int16_t> m_values; ///< value n of the stream is at n modulo the capacity
    std::int64_t m_written = 0;         ///< values of the stream that were written
    std::int64_t m_read = 0;            ///< values of the stream that were read; may be ahead of m_written
};

} // namespace storyscope::ui
