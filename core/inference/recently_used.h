// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

namespace storyscope::inference {

/// Values kept under a key within a number of bytes: what was used longest ago goes first. One thread at a time.
template <typename Value>
class RecentlyUsed {
public:
    explicit RecentlyUsed(std::size_t mostBytes) : m_mostBytes(mostBytes) {}

    bool contains(const std::string& key) const { return m_places.contains(key); }
    /// Counts as a use. Null if there is none; valid until the next add().
    const Value* find(const std::string& key) {
        const auto found = m_places.find(key);
        if (found == m_places.end()) {
            return nullptr;
        }
        m_kept.splice(m_kept.begin(), m_kept, found->second);
        return &found->second->value;
    }
    /// Takes the place of what the key had. A value that is larger than all the room is not kept.
    void add(const std::string& key, Value value, std::size_t sizeBytes) {
        remove(key);
        if (sizeBytes > m_mostBytes) {
            return;
        }
        while (m_sizeBytes + sizeBytes > m_mostBytes) {
            remove(std::string(m_kept.back().key));
        }
        m_kept.push_front({key, std::move(value), sizeBytes});
        m_places[key] = m_kept.begin();
        m_sizeBytes += sizeBytes;
    }
    std::size_t sizeBytes() const { return m_sizeBytes; }

private:
    struct Kept {
        std::string key;
        Value value;
        std::size_t sizeBytes = 0;
    };

    void remove(const std::string& key) {
        const auto found = m_places.find(key);
        if (found != m_places.end()) {
            m_sizeBytes -= found->second->sizeBytes;
            m_kept.erase(found->second);
            m_places.erase(found);
        }
    }

    std::size_t m_mostBytes;
    std::size_t m_sizeBytes = 0;
    std::list<Kept> m_kept; ///< what was used last comes first
    std::unordered_map<std::string, typename std::list<Kept>::iterator> m_places;
};

} // namespace storyscope::inference
