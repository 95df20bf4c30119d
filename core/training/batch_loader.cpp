// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_loader.h"

#include "core/base/error.h"
#include "core/base/progress.h"

namespace storyscope::training {

BatchLoader::BatchLoader(std::function<models::Batch(std::int64_t)> build, Options options)
    : m_build(std::move(build)), m_options(options), m_claimed(options.first), m_consumed(options.first) {
    for (int i = 0; i < m_options.threads; ++i) {
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

BatchLoader::~BatchLoader() {
    for (std::jthread& thread : m_threads) {
        thread.request_stop();
    }
}

void BatchLoader::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto mayClaim = [this] {
            return m_claimed >= m_options.count || m_claimed < m_consumed + m_options.ahead;
        };
        if (!m_changed.wait(lock, stop, mayClaim) || stop.stop_requested() || m_claimed >= m_options.count) {
            return;
        }
        const std::int64_t number = m_claimed++;
        lock.unlock();
        Built built;
        try {
            built.batch = m_build(number);
        } catch (...) {
            built.failure = std::current_exception();
        }
        lock.lock();
        m_built[number] = std::move(built);
        m_changed.notify_all();
    }
}

models::Batch BatchLoader::next(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_built.contains(m_consumed); });
    throwIfStopped(stop);
    Built built = std::move(m_built.at(m_consumed));
    m_built.erase(m_consumed);
    ++m_consumed;
    m_changed.notify_all();
    if (built.failure) {
        std::rethrow_exception(built.failure);
    }
    return std::move(built.batch);
}

} // namespace storyscope::training
