// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <cstddef>
#include <map>
#include <optional>

namespace storyscope::ui {

/// A small picture and the frame that it really shows.
struct Thumbnail {
    int frame = 0;
    QImage image;
};

/// The small pictures that were used last, as many as fit into a budget, in the order of their frames. GUI thread.
class ThumbnailCache {
public:
    explicit ThumbnailCache(std::size_t budgetBytes) : m_budgetBytes(budgetBytes) {}

    void insert(const Thumbnail& thumbnail);
    void clear();
    /// Of exactly this frame; a null image if it is not there. Counts as a use.
    QImage find(int frame);
    bool contains(int frame) const { return m_entries.contains(frame); }
    /// Of the frame closest to the middle of [first, last], if one of those is there. Counts as a use.
    std::optional<Thumbnail> findWithin(int first, int last);
    std::size_t sizeBytes() const { return m_sizeBytes; }

private:
    struct Entry {
        QImage image;
        unsigned long long lastUse = 0;
    };

    std::size_t m_budgetBytes;
    std::size_t m_sizeBytes = 0;
    unsigned long long m_uses = 0;
    std::map<int, Entry> m_entries;
};

} // namespace storyscope::ui
