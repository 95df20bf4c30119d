// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/thumbnail_cache.h"

#include <algorithm>
#include <cstdlib>

namespace storyscope::ui {

void ThumbnailCache::insert(const Thumbnail& thumbnail) {
    const auto bytesOf = [](const QImage& image) { return static_cast<std::size_t>(image.sizeInBytes()); };
    Entry& entry = m_entries[thumbnail.frame];
    m_sizeBytes -= bytesOf(entry.image);
    entry = {thumbnail.image, ++m_uses};
    m_sizeBytes += bytesOf(thumbnail.image);
    while (m_sizeBytes > m_budgetBytes && m_entries.size() > 1) {
        const auto oldest = std::ranges::min_element(
            m_entries, {}, [](const std::pair<const int, Entry>& each) { return each.second.lastUse; });
        m_sizeBytes -= bytesOf(oldest->second.image);
        m_entries.erase(oldest);
    }
}

void ThumbnailCache::clear() {
    m_entries.clear();
    m_sizeBytes = 0;
}

QImage ThumbnailCache::find(int frame) {
    const auto found = m_entries.find(frame);
    if (found == m_entries.end()) {
        return {};
    }
    found->second.lastUse = ++m_uses;
    return found->second.image;
}

std::optional<Thumbnail> ThumbnailCache::findWithin(int first, int last) {
    const auto end = m_entries.upper_bound(last);
    auto best = end;
    for (auto entry = m_entries.lower_bound(first); entry != end; ++entry) {
        // Twice the distance to the middle, which may lie between two frames.
        const auto distance = [first, last](int frame) { return std::abs(2 * frame - first - last); };
        if (best == end || distance(entry->first) < distance(best->first)) {
            best = entry;
        }
    }
    if (best == end) {
        return std::nullopt;
    }
    best->second.lastUse = ++m_uses;
    return Thumbnail{best->first, best->second.image};
}

} // namespace storyscope::ui
