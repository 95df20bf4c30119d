// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/video_source.h"

#include "core/base/error.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

namespace storyscope::media {

namespace {

/// Share of the cache for a group that is gone through backwards; the rest is for where the person came from.
constexpr double keptBehind = 0.6;

class SmallVideoPictures : public SmallPictureReader {
public:
    SmallVideoPictures(const std::shared_ptr<const VideoIndex>& index, const PictureBounds& bounds)
        : m_reader(index, {.decoderThreads = 0}, fittedSize(index->width, index->height, bounds)) {}

    Picture picture(int number, const std::stop_token& stop) override { return m_reader.frame(number, stop); }

private:
    FrameReader m_reader;
};

} // namespace

VideoSource::VideoSource(std::shared_ptr<const VideoIndex> index, const MediaOptions& options)
    : m_index(std::move(index)), m_cache(options.cacheBytes),
      m_reader(m_index, {.decoderThreads = options.decoderThreads, .hardware = options.hardware}) {}

std::optional<double> VideoSource::timeSeconds(int number) const {
    if (number < 0 || number >= frameCount()) {
        return std::nullopt;
    }
    return m_index->frames[static_cast<std::size_t>(number)].ptsSeconds;
}

/// The frames around everything that may be wrong because this frame is.
DamagedRange VideoSource::rangeBehind(int damagedFrame) const {
    const auto info = [this](int number) -> const FrameInfo& {
        return m_index->frames[static_cast<std::size_t>(number)];
    };
    const FrameInfo& damaged = info(damagedFrame);
    int first = damagedFrame;
    for (int number = first; number >= 0 && info(number).seekPoint >= damaged.seekPoint; --number) {
        first = m_index->dependsOn(info(number), damaged.decodeNumber) ? number : first;
    }
    int last = damagedFrame;
    const auto startOf = [&](int number) {
        return m_index->seekPoints[static_cast<std::size_t>(info(number).seekPoint)].decodeNumber;
    };
    for (int number = last; number < frameCount() && startOf(number) <= damaged.decodeNumber; ++number) {
        last = m_index->dependsOn(info(number), damaged.decodeNumber) ? number : last;
    }
    return {.firstFrame = first - 1, .lastFrame = last + 1, .lostFrames = 0};
}

std::vector<DamagedRange> VideoSource::withFound(std::vector<DamagedRange> ranges) const {
    const std::scoped_lock lock(m_damageAccess);
    for (const DamagedRange& range : m_foundDamage) {
        addDamage(ranges, range);
    }
    for (const int number : m_undecodable) {
        addDamage(ranges, {.firstFrame = number - 1, .lastFrame = number + 1, .lostFrames = 1});
    }
    return ranges;
}

std::vector<DamagedRange> VideoSource::damagedRanges() const {
    return withFound(m_index->damaged);
}

std::vector<Issue> VideoSource::issues() const {
    std::vector<Issue> issues = m_index->issues;
    for (const DamagedRange& range : withFound({})) {
        const auto isKnown = [&range](const DamagedRange& known) {
            return known.firstFrame <= range.firstFrame && range.lastFrame <= known.lastFrame;
        };
        if (std::ranges::any_of(m_index->damaged, isKnown)) {
            continue;
        }
        issues.push_back({.severity = Issue::Severity::Warning,
                          .place = describePlace(range, frameCount()),
                          .text = "The file is damaged here; the pictures in between may be wrong or missing"});
    }
    return issues;
}

std::string VideoSource::description() const {
    const double seconds = m_index->durationSeconds();
    const std::string rate =
        seconds > 0 ? ", " + formatNumber(m_index->frameCount() / seconds, 2) + " frames/s" : std::string();
    const std::string hardware = m_reader.hardwareName();
    return m_index->codec + ", " + std::to_string(width()) + "×" + std::to_string(height()) + rate +
           (hardware.empty() ? hardware : ", decoded by " + hardware);
}

/// How many pictures fit into this share of the cache.
int VideoSource::affordable(double share) const {
    const double pictureBytes = 3.0 * width() * height();
    return static_cast<int>(std::clamp(share * static_cast<double>(m_cache.budgetBytes()) / pictureBytes, 1.0, 1e6));
}

/// A step back decodes its group of pictures once and keeps as much of it as the cache holds beside what is in use; a
/// jump keeps only a few frames, because most of those on the way are never looked at.
int VideoSource::firstToKeep(int number, int requestedBefore) const {
    constexpr int keptAfterJump = 2;
    constexpr int farthestStepBack = 16;
    const bool isStepBack = number < requestedBefore && requestedBefore - number <= farthestStepBack;
    return number - (isStepBack ? affordable(keptBehind) : keptAfterJump);
}

Picture VideoSource::frame(int number, const std::stop_token& stop) {
    const int requestedBefore = m_lastRequested.exchange(number);
    if (Picture picture = m_cache.find(number); !picture.isEmpty()) {
        return picture;
    }
    return decode({.number = number, .keepFrom = firstToKeep(number, requestedBefore)}, stop);
}

Picture VideoSource::decode(const FrameReader::Wanted& wanted, const std::stop_token& stop) {
    constexpr std::chrono::milliseconds longestWait{20};
    std::unique_lock lock(m_decoding, std::defer_lock);
    while (!lock.try_lock_for(longestWait)) {
        throwIfStopped(stop);
    }
    if (Picture picture = m_cache.peek(wanted.number); !picture.isEmpty()) {
        return picture;
    }
    const auto keep = [this](int passed, const std::function<Picture()>& picture) {
        if (!m_cache.contains(passed)) {
            m_cache.insert(passed, picture());
        }
    };
    try {
        Picture picture = m_reader.frame(wanted, stop, keep);
        noteDamage();
        m_cache.insert(wanted.number, picture);
        return picture;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Malformed) {
            const std::scoped_lock damageLock(m_damageAccess);
            m_undecodable.insert(wanted.number);
        }
        throw;
    }
}

/// What the decoder has found since the last time; the lock on the reader is held.
void VideoSource::noteDamage() {
    const std::set<int>& damaged = m_reader.damagedFrames();
    if (damaged.size() == m_knownDamage) {
        return;
    }
    m_knownDamage = damaged.size();
    std::vector<DamagedRange> ranges;
    for (const int number : damaged) {
        if (ranges.empty() || number >= ranges.back().lastFrame) {
            addDamage(ranges, rangeBehind(number));
        }
    }
    const std::scoped_lock lock(m_damageAccess);
    m_foundDamage = std::move(ranges);
}

/// Pictures that are ready hide what the border of a group costs: a second of them going forwards; two going backwards,
/// where a whole group must be decoded for the first of its pictures.
void VideoSource::prepare(int number, Travel travel, const std::stop_token& stop) {
    constexpr double leastAhead = 8;
    constexpr double mostAhead = 60;
    m_cache.lookAt(number, travel);
    const double seconds = m_index->durationSeconds();
    const double rate = std::clamp(seconds > 0 ? frameCount() / seconds : 0.0, leastAhead, mostAhead);
    const bool isForwards = travel == Travel::Forwards;
    const int steps = std::min(static_cast<int>(isForwards ? rate : 2 * rate), affordable(0.25));
    for (int step = 1; step <= steps && !stop.stop_requested(); ++step) {
        const int next = isForwards ? number + step : number - step;
        if (next < 0 || next >= frameCount()) {
            return;
        }
        if (m_cache.contains(next)) {
            continue;
        }
        try {
            decode({.number = next, .keepFrom = isForwards ? next : number - affordable(keptBehind)}, stop);
        } catch (const Error& error) {
            const bool isPassedOver = error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Cancelled;
            if (!isPassedOver) {
                throw;
            }
        }
    }
}

int VideoSource::keyFrameNear(int number) const {
    const int asked = std::clamp(number, 0, frameCount() - 1);
    const auto isKeyFrame = [this](int candidate) {
        return candidate >= 0 && candidate < frameCount() &&
               m_index->frames[static_cast<std::size_t>(candidate)].isKeyFrame;
    };
    for (int distance = 0; distance < frameCount(); ++distance) {
        if (isKeyFrame(asked - distance)) {
            return asked - distance;
        }
        if (isKeyFrame(asked + distance)) {
            return asked + distance;
        }
    }
    return asked;
}

std::unique_ptr<SmallPictureReader> VideoSource::openSmallPictures(const PictureBounds& bounds) const {
    return std::make_unique<SmallVideoPictures>(m_index, bounds);
}

} // namespace storyscope::media
