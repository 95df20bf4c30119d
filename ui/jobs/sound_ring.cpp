// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/sound_ring.h"

#include <algorithm>

namespace storyscope::ui {

bool SoundRing::write(std::span<const std::int16_t> values, const std::stop_token& stop) {
    const auto capacity = static_cast<std::int64_t>(m_values.size());
    while (!values.empty()) {
        std::unique_lock lock(m_mutex);
        if (!m_hasRoom.wait(lock, stop, [&] { return m_written - m_read < capacity; })) {
            return false;
        }
        const auto left = static_cast<std::int64_t>(values.size());
        const std::int64_t late = std::clamp<std::int64_t>(m_read - m_written, 0, left);
        const std::int64_t count = late > 0 ? late : std::min(left, capacity - (m_written - m_read));
        for (std::int64_t i = 0; late == 0 && i < count; ++i) {
            m_values[static_cast<std::size_t>((m_written + i) % capacity)] = values[static_cast<std::size_t>(i)];
        }
        m_written += count;
        values = values.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

void SoundRing::read(std::span<std::int16_t> values) {
    {
        const std::scoped_lock lock(m_mutex);
        const auto capacity = static_cast<std::int64_t>(m_values.size());
        for (std::int16_t& value : values) {
            value = m_read < m_written ? m_values[static_cast<std::size_t>(m_read % capacity)] : std::int16_t{0};
            ++m_read;
        }
    }
    m_hasRoom.notify_one();
}

} // namespace storyscope::ui
