// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_batch.h"

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace storyscope::training {

/// Builds batches first…count − 1 ahead of time on threads of its own and hands them out in order, so that the step
/// never waits for pictures. At most `ahead` finished batches are held. One consumer.
class BatchLoader {
public:
    struct Options {
        std::int64_t first = 0;
        std::int64_t count = 0;
        int threads = 1;
        int ahead = 3;
    };

    /// `build` makes the batch of a number; it is called on the loader's threads, at the same time for different
    /// numbers.
    BatchLoader(std::function<models::Batch(std::int64_t)> build, Options options);
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    /// The next batch. Rethrows what `build` threw for it. Throws Error{Cancelled} at once if a stop is asked for.
    models::Batch next(const std::stop_token& stop);

private:
    struct Built {
        models::Batch batch;
        std::exception_ptr failure;
    };

    void work(const std::stop_token& stop);

    std::function<models::Batch(std::int64_t)> m_build;
    Options m_options;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::map<std::int64_t, Built> m_built;
    std::int64_t m_claimed;
    std::int64_t m_consumed;
    std::vector<std::jthread> m_threads; // last: they end before anything they use
};

} // namespace storyscope::training
