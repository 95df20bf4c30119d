// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"
#include "core/story/picture.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace storyscope::media {

/// The pictures around the place where a person is, as many as fit into a byte budget. Those farthest away go first,
/// and those that the person comes from before those that lie ahead. Thread-safe; no call takes long.
class FrameCache {
public:
    explicit FrameCache(std::size_t budgetBytes) : m_budgetBytes(budgetBytes) {}

    /// The picture of frame `number`, or an empty one. The person is there now, and came from where they were before.
    Picture find(int number);
    /// The same without moving the person there.
    Picture peek(int number) const;
    bool contains(int number) const;
    /// Says where the person is and which way they go, for what is inserted from now on.
    void lookAt(int number, Travel travel);
    /// Makes room by forgetting pictures that are farther away. Not kept: a picture above the budget, and one farther
    /// away than all that fill it already.
    void insert(int number, const Picture& picture);

    std::size_t budgetBytes() const { return m_budgetBytes; }
    std::size_t sizeBytes() const;

private:
    std::int64_t remoteness(int number) const;
    std::map<int, Picture>::iterator mostRemote();

    const std::size_t m_budgetBytes;
    mutable std::mutex m_mutex;
    std::map<int, Picture> m_pictures;
    int m_place = 0;
    Travel m_travel = Travel::Forwards;
    std::size_t m_sizeBytes = 0;
};

} // namespace storyscope::media
