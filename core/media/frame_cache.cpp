// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_cache.h"

namespace storyscope::media {

Picture FrameCache::find(int number) {
    const std::lock_guard lock(m_mutex);
    const auto place = m_places.find(number);
    if (place == m_places.end()) {
        return {};
    }
    m_entries.splice(m_entries.begin(), m_entries, place->second);
    return place->second->picture;
}

bool FrameCache::contains(int number) const {
    const std::lock_guard lock(m_mutex);
    return m_places.contains(number);
}

void FrameCache::insert(int number, const Picture& picture) {
    if (picture.isEmpty() || picture.sizeBytes() > m_budgetBytes) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (const auto place = m_places.find(number); place != m_places.end()) {
        m_sizeBytes -= place->second->picture.sizeBytes();
        m_entries.erase(place->second);
        m_places.erase(place);
    }
    while (m_sizeBytes + picture.sizeBytes() > m_budgetBytes) {
        m_sizeBytes -= m_entries.back().picture.sizeBytes();
        m_places.erase(m_entries.back().number);
        m_entries.pop_back();
    }
    m_entries.push_front({.number = number, .picture = picture});
    m_places[number] = m_entries.begin();
    m_sizeBytes += picture.sizeBytes();
}

std::size_t FrameCache::sizeBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_sizeBytes;
}

} // namespace storyscope::media
