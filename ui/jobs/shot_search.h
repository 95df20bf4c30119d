// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::ui {

/// Where the shots of one video begin, looked for once however many ask: the first searches, the others wait for it.
/// Thread-safe.
class ShotSearch {
public:
    explicit ShotSearch(std::shared_ptr<media::MediaSource> source) : m_source(std::move(source)) {}

    const std::shared_ptr<media::MediaSource>& source() const { return m_source; }
    /// As media::findShots gives them, and throws. Who is stopped leaves the search to one of those who wait.
    std::vector<int> find(const std::stop_token& stop, Progress& progress);

private:
    class SharedProgress;

    std::vector<int> search(const std::stop_token& stop, Progress& progress);

    std::shared_ptr<media::MediaSource> m_source;
    std::mutex m_mutex; ///< guards what follows
    std::condition_variable_any m_changed;
    bool m_isSearching = false;
    std::int64_t m_done = 0; ///< frames that were looked at
    std::optional<std::vector<int>> m_shots;
};

} // namespace storyscope::ui
