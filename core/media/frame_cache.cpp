// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/frame_cache.h"

#include <cstdlib>
#include <iterator>

namespace storyscope::media {

Picture FrameCache::find(int number) {
    const std::lock_guard lock(m_mutex);
    if (number != m_place) {
        m_travel = number < m_place ? Travel::Backwards : Travel::Forwards;
        m_place = number;
    }
    const auto found = m_pictures.find(number);
    return found == m_pictures.end() ? Picture() : found->second;
}

Picture FrameCache::peek(int number) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_pictures.find(number);
    return found == m_pictures.end() ? Picture() : found->second;
}

bool FrameCache::contains(int number) const {
    const std::lock_guard lock(m_mutex);
    return m_pictures.contains(number);
}

void FrameCache::lookAt(int number, Travel travel) {
    const std::lock_guard lock(m_mutex);
    m_place = number;
    m_travel = travel;
}

std::int64_t FrameCache::remoteness(int number) const {
    constexpr std::int64_t behindCounts = 2;
    const std::int64_t distance = std::int64_t{number} - m_place;
    const bool isAhead = m_travel == Travel::Forwards ? distance >= 0 : distance <= 0;
    return std::abs(distance) * (isAhead ? 1 : behindCounts);
}

/// On either side of the place it is the outermost picture.
std::map<int, Picture>::iterator FrameCache::mostRemote() {
    const auto first = m_pictures.begin();
    const auto last = std::prev(m_pictures.end());
    return remoteness(first->first) > remoteness(last->first) ? first : last;
}

void FrameCache::insert(int number, const Picture& picture) {
    if (picture.isEmpty() || picture.sizeBytes() > m_budgetBytes) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (const auto old = m_pictures.find(number); old != m_pictures.end()) {
        m_sizeBytes -= old->second.sizeBytes();
        m_pictures.erase(old);
    }
    while (m_sizeBytes + picture.sizeBytes() > m_budgetBytes) {
        const auto victim = mostRemote();
        if (remoteness(victim->first) < remoteness(number)) {
            return;
        }
        m_sizeBytes -= victim->second.sizeBytes();
        m_pictures.erase(victim);
    }
    m_pictures.emplace(number, picture);
    m_sizeBytes += picture.sizeBytes();
}

std::size_t FrameCache::sizeBytes() const {
    const std::lock_guard lock(m_mutex);
    return m_sizeBytes;
}

} // namespace storyscope::media
