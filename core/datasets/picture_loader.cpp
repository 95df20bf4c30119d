// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/picture_loader.h"

#include "core/base/error.h"
#include "core/datasets/augmented_preparation.h"

#include <cmath>
#include <numeric>

namespace storyscope::datasets {

PictureLoader::PictureLoader(std::shared_ptr<const StoryDataset> dataset, std::vector<StoryRequest> requests,
                             Options options)
    : m_dataset(std::move(dataset)), m_requests(std::move(requests)), m_options(std::move(options)) {
    if (m_options.threads < 1 || m_options.ahead < 1) {
        throw Error(ErrorCode::BadArgument, "Pictures are loaded by at least one thread, at least one story ahead");
    }
    if (m_options.augmentation) {
        m_options.augmentation->check();
    }
    for (int i = 0; i < m_options.threads; ++i) {
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
}

PictureLoader::~PictureLoader() {
    for (std::jthread& thread : m_threads) {
        thread.request_stop();
    }
}

void PictureLoader::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (true) {
        const bool isWanted = m_changed.wait(
            lock, stop, [this] { return m_claimed == m_requests.size() || m_claimed < m_taken + m_options.ahead; });
        if (!isWanted || stop.stop_requested() || m_claimed == m_requests.size()) {
            return;
        }
        const std::size_t position = m_claimed++;
        lock.unlock();
        Result result;
        try {
            result.story = load(m_requests[position], stop);
        } catch (...) {
            result.failure = std::current_exception();
        }
        lock.lock();
        m_finished.emplace(position, std::move(result));
        m_changed.notify_all();
    }
}

PictureWish PictureLoader::wishFor(const std::optional<PictureChange>& change) const {
    if (m_options.decoding == Decoding::Exact) {
        return {};
    }
    const double kept = change ? change->cropSize : 1.0;
    return {.smallestSide = static_cast<int>(std::ceil(m_options.preparation.size / kept))};
}

std::optional<LoadedStory> PictureLoader::load(const StoryRequest& request, const std::stop_token& stop) const {
    LoadedStory loaded{.story = request.story, .text = m_dataset->story(request.story), .pictures = {}, .issues = {}};
    std::vector<std::size_t> frames = request.frames;
    if (frames.empty()) {
        frames.resize(loaded.text.frames.size());
        std::iota(frames.begin(), frames.end(), std::size_t{0});
    }
    std::optional<PictureChange> change;
    if (m_options.augmentation) {
        change = drawChange(*m_options.augmentation, sampleSeed(m_options.seed, m_options.epoch, request.story),
                            loaded.text);
        loaded.text = changed(std::move(loaded.text), *change);
    }
    const PictureReading reading{.missing = m_options.missing, .wish = wishFor(change)};
    for (const std::size_t frame : frames) {
        throwIfStopped(stop);
        const PictureOrPlaceholder read = readPicture(*m_dataset, request.story, frame, reading);
        if (read.isPlaceholder() && m_options.missing == MissingPictures::SkipStory) {
            return std::nullopt;
        }
        if (read.isPlaceholder()) {
            loaded.issues.push_back(*read.issue);
        }
        loaded.pictures.push_back(change && !read.isPlaceholder()
                                      ? preparedChanged(read.picture, *change, m_options.preparation, frame)
                                      : media::prepared(read.picture, m_options.preparation));
    }
    return loaded;
}

PictureLoader::Result PictureLoader::take(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return m_finished.contains(m_taken); });
    throwIfStopped(stop);
    Result result = std::move(m_finished.extract(m_taken).mapped());
    ++m_taken;
    m_changed.notify_all();
    return result;
}

std::optional<LoadedStory> PictureLoader::next(const std::stop_token& stop) {
    while (m_taken < m_requests.size()) {
        throwIfStopped(stop);
        Result result = take(stop);
        if (result.failure) {
            std::rethrow_exception(result.failure);
        }
        if (result.story) {
            ++m_counts.stories;
            m_counts.pictures += static_cast<std::int64_t>(result.story->pictures.size());
            m_counts.placeholders += static_cast<std::int64_t>(result.story->issues.size());
            return std::move(result.story);
        }
        ++m_counts.skippedStories;
    }
    return std::nullopt;
}

} // namespace storyscope::datasets
