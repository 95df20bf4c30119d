// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_source.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace storyscope::media {

VideoSource::VideoSource(std::shared_ptr<const VideoIndex> index, const MediaOptions& options)
    : m_index(std::move(index)), m_cache(options.cacheBytes),
      m_reader(m_index, {.decoderThreads = options.decoderThreads}) {}

std::optional<double> VideoSource::timeSeconds(int number) const {
    if (number < 0 || number >= frameCount()) {
        return std::nullopt;
    }
    return m_index->frames[static_cast<std::size_t>(number)].ptsSeconds;
}

std::string VideoSource::description() const {
    const double seconds = m_index->durationSeconds();
    char rate[48] = "";
    if (seconds > 0) {
        std::snprintf(rate, sizeof rate, ", %.2f frames/s", m_index->frameCount() / seconds);
    }
    return m_index->codec + ", " + std::to_string(width()) + "×" + std::to_string(height()) + rate;
}

/// A step back decodes its group of pictures once and keeps as much of it as the cache holds beside what is in use; a
/// jump keeps only a few frames, because most of those on the way are never looked at.
int VideoSource::firstToKeep(int number, int requestedBefore) const {
    constexpr int keptAfterJump = 8;
    constexpr int farthestStepBack = 16;
    const bool isStepBack = number < requestedBefore && requestedBefore - number <= farthestStepBack;
    if (!isStepBack) {
        return number - keptAfterJump;
    }
    const std::size_t pictureBytes =
        std::size_t{3} * static_cast<std::size_t>(width()) * static_cast<std::size_t>(height());
    const std::size_t pictures = m_cache.budgetBytes() / 2 / std::max<std::size_t>(1, pictureBytes);
    return number - static_cast<int>(std::min<std::size_t>(pictures, static_cast<std::size_t>(frameCount())));
}

Picture VideoSource::frame(int number, const std::stop_token& stop) {
    constexpr std::chrono::milliseconds longestWait{20};
    const int requestedBefore = m_lastRequested.exchange(number);
    if (Picture picture = m_cache.find(number); !picture.isEmpty()) {
        return picture;
    }
    std::unique_lock lock(m_decoding, std::defer_lock);
    while (!lock.try_lock_for(longestWait)) {
        throwIfStopped(stop);
    }
    if (Picture picture = m_cache.find(number); !picture.isEmpty()) {
        return picture;
    }
    const int first = firstToKeep(number, requestedBefore);
    const auto keep = [&](int passed, const std::function<Picture()>& picture) {
        if (passed >= first && !m_cache.contains(passed)) {
            m_cache.insert(passed, picture());
        }
    };
    Picture picture = m_reader.frame(number, stop, keep);
    m_cache.insert(number, picture);
    return picture;
}

} // namespace storyscope::media
