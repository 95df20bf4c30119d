// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/story_media_source.h"

#include "core/base/error.h"
#include "core/datasets/placeholder.h"
#include "core/media/image_file.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace storyscope::datasets {

namespace {

constexpr int defaultWidth = 640;
constexpr int defaultHeight = 480;
constexpr int picturesReadAtOnce = 32;
constexpr std::size_t cachedPictures = 64;

PictureOrPlaceholder look(const StoryPlace& place, int number, const PictureWish& wish = {}) {
    return pictureOrPlaceholder(*place.dataset, place.story, static_cast<std::size_t>(number), wish);
}

class SmallStoryPictures : public media::SmallPictureReader {
public:
    SmallStoryPictures(StoryPlace place, const Picture& placeholder, const media::PictureBounds& bounds)
        : m_place(std::move(place)), m_placeholder(media::fitted(placeholder, bounds)), m_bounds(bounds) {}

    Picture picture(int number, const std::stop_token& stop) override {
        throwIfStopped(stop);
        const PictureOrPlaceholder read =
            look(m_place, number, {.smallestSide = std::min(m_bounds.width, m_bounds.height)});
        return read.isPlaceholder() ? m_placeholder : media::fitted(read.picture, m_bounds);
    }

private:
    StoryPlace m_place;
    Picture m_placeholder;
    media::PictureBounds m_bounds;
};

} // namespace

StoryMediaSource::StoryMediaSource(StoryPlace place, const std::stop_token& stop, Progress& progress)
    : m_place(std::move(place)), m_story(m_place.dataset->story(m_place.story)), m_width(defaultWidth),
      m_height(defaultHeight) {
    if (m_story.frames.empty()) {
        throw Error(ErrorCode::Unsupported, "Story " + m_story.id + " has no pictures", inFile(m_place.specification));
    }
    const int count = std::min(frameCount(), picturesReadAtOnce);
    bool hasSize = false;
    for (int number = 0; number < count; ++number) {
        throwIfStopped(stop);
        progress.report("Reading the story's pictures", number, count);
        const PictureOrPlaceholder read = look(m_place, number);
        if (read.isPlaceholder()) {
            m_problems[number] = read.reason;
            continue;
        }
        if (!hasSize) {
            hasSize = true;
            m_width = read.picture.width();
            m_height = read.picture.height();
        }
        m_pictures[number] = read.picture;
    }
}

std::filesystem::path StoryMediaSource::path() const {
    return m_place.specification + "#" + m_story.id;
}

std::string StoryMediaSource::pictureName(int number) const {
    const bool exists = number >= 0 && number < frameCount();
    return exists ? m_story.frames[static_cast<std::size_t>(number)].pictureName : std::string();
}

std::string StoryMediaSource::description() const {
    const std::string size = std::to_string(m_width) + "×" + std::to_string(m_height);
    return "story " + m_story.id + ", " +
           (frameCount() == 1 ? "one picture, " + size : std::to_string(frameCount()) + " pictures, the first " + size);
}

std::vector<Issue> StoryMediaSource::issues() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<Issue> issues;
    for (const auto& [number, problem] : m_problems) {
        issues.push_back({Issue::Severity::Warning, "frame " + std::to_string(number), problem});
    }
    return issues;
}

std::string StoryMediaSource::placeholderReason(int number) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_problems.find(number);
    return found == m_problems.end() ? std::string() : found->second;
}

void StoryMediaSource::checkNumber(int number) const {
    if (number < 0 || number >= frameCount()) {
        throw Error(ErrorCode::BadArgument, "Story " + m_story.id + " has no picture " + std::to_string(number) +
                                                ": there are " + std::to_string(frameCount()) + ", numbered from 0");
    }
}

Picture StoryMediaSource::frame(int number, const std::stop_token& stop) {
    checkNumber(number);
    if (Picture known = cachedFrame(number); !known.isEmpty()) {
        return known;
    }
    throwIfStopped(stop);
    PictureOrPlaceholder read = look(m_place, number);
    const std::scoped_lock lock(m_mutex);
    if (read.isPlaceholder()) {
        m_problems[number] = read.reason;
        read.picture = placeholderPicture(m_width, m_height);
    } else {
        m_problems.erase(number);
    }
    if (m_pictures.size() >= cachedPictures) {
        const bool isFarFromEnd = number - m_pictures.begin()->first < m_pictures.rbegin()->first - number;
        m_pictures.erase(isFarFromEnd ? std::prev(m_pictures.end()) : m_pictures.begin());
    }
    m_pictures[number] = read.picture;
    return read.picture;
}

Picture StoryMediaSource::cachedFrame(int number) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_pictures.find(number);
    return found == m_pictures.end() ? Picture() : found->second;
}

void StoryMediaSource::prepare(int number, media::Travel travel, const std::stop_token& stop) {
    const int next = number + (travel == media::Travel::Forwards ? 1 : -1);
    if (next >= 0 && next < frameCount() && !stop.stop_requested()) {
        frame(next, {});
    }
}

int StoryMediaSource::keyFrameNear(int number) const {
    return std::clamp(number, 0, frameCount() - 1);
}

std::unique_ptr<media::SmallPictureReader>
StoryMediaSource::openSmallPictures(const media::PictureBounds& bounds) const {
    return std::make_unique<SmallStoryPictures>(m_place, placeholderPicture(m_width, m_height), bounds);
}

} // namespace storyscope::datasets
