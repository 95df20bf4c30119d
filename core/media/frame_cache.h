// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"

#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

namespace storyscope::media {

/// The pictures that were used last, as many as fit into a byte budget. Thread-safe; no call takes long.
class FrameCache {
public:
    explicit FrameCache(std::size_t budgetBytes) : m_budgetBytes(budgetBytes) {}

    /// The picture of frame `number`, which now counts as just used, or an empty one.
    Picture find(int number);
    bool contains(int number) const;
    /// Makes room by forgetting the pictures that were not used for longest. One above the budget is not kept.
    void insert(int number, const Picture& picture);

    std::size_t budgetBytes() const { return m_budgetBytes; }
    std::size_t sizeBytes() const;

private:
    struct Entry {
        int number = 0;
        Picture picture;
    };

    const std::size_t m_budgetBytes;
    mutable std::mutex m_mutex;
    std::list<Entry> m_entries; ///< last used first
    std::unordered_map<int, std::list<Entry>::iterator> m_places;
    std::size_t m_sizeBytes = 0;
};

} // namespace storyscope::media
