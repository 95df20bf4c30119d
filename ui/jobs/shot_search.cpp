// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/shot_search.h"

#include "core/base/progress.h"
#include "core/media/frame_sampler.h"

#include <chrono>

namespace storyscope::ui {

namespace {

constexpr std::chrono::milliseconds reportEvery{100};

} // namespace

/// Lets those who wait see how far the search has come.
class ShotSearch::SharedProgress : public Progress {
public:
    SharedProgress(ShotSearch& search, Progress& own) : m_search(search), m_own(own) {}

    void report(std::string_view stage, std::int64_t done, std::int64_t total) override {
        m_own.report(stage, done, total);
        const std::scoped_lock lock(m_search.m_mutex);
        m_search.m_done = done;
    }

private:
    ShotSearch& m_search;
    Progress& m_own;
};

std::vector<int> ShotSearch::find(const std::stop_token& stop, Progress& progress) {
    {
        std::unique_lock lock(m_mutex);
        while (m_isSearching) {
            throwIfStopped(stop);
            progress.report("Looking for shots", m_done, m_source->frameCount());
            m_changed.wait_for(lock, stop, reportEvery, [this] { return !m_isSearching; });
        }
        if (m_shots) {
            return *m_shots;
        }
        m_isSearching = true;
    }
    return search(stop, progress);
}

std::vector<int> ShotSearch::search(const std::stop_token& stop, Progress& progress) {
    std::optional<std::vector<int>> shots;
    const auto end = [&] {
        const std::scoped_lock lock(m_mutex);
        m_shots = shots;
        m_isSearching = false;
        m_changed.notify_all();
    };
    try {
        SharedProgress shared(*this, progress);
        shots = media::findShots(*m_source, stop, shared);
    } catch (...) {
        end();
        throw;
    }
    end();
    return *shots;
}

} // namespace storyscope::ui
