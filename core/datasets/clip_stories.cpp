// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/clip_stories.h"

#include "core/base/error.h"
#include "core/datasets/data_path.h"
#include "core/media/frame_sampler.h"
#include "core/media/media_source.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

namespace storyscope::datasets {

/// A few open videos, for callers that ask for a clip's frames one after the other.
class ClipStories::OpenClips {
public:
    std::shared_ptr<media::MediaSource> open(std::size_t index, const std::filesystem::path& path) {
        {
            const std::lock_guard lock(m_mutex);
            const auto known =
                std::find_if(m_clips.begin(), m_clips.end(), [index](const Clip& clip) { return clip.first == index; });
            if (known != m_clips.end()) {
                m_clips.splice(m_clips.begin(), m_clips, known);
                return known->second;
            }
        }
        media::MediaOptions options;
        options.cacheBytes = cacheBytes;
        options.decoderThreads = 1;
        std::shared_ptr<media::MediaSource> opened = media::openMedia(path, options, {}, Progress::none());
        const std::lock_guard lock(m_mutex);
        m_clips.emplace_front(index, opened);
        if (m_clips.size() > mostOpen) {
            m_clips.pop_back();
        }
        return opened;
    }

private:
    using Clip = std::pair<std::size_t, std::shared_ptr<media::MediaSource>>;
    static constexpr std::size_t mostOpen = 4;
    static constexpr std::size_t cacheBytes = std::size_t{16} << 20;

    std::mutex m_mutex;
    std::list<Clip> m_clips; ///< the last one used first
};

ClipStories::ClipStories(StoryListing listing, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : ListedStories(std::move(listing), options, stop, progress), m_open(std::make_unique<OpenClips>()) {}

ClipStories::~ClipStories() = default;

Story ClipStories::story(std::size_t index) const {
    Story clip = entry(index);
    clip.frames.resize(framesPerClip);
    for (int k = 0; k < framesPerClip; ++k) {
        clip.frames[static_cast<std::size_t>(k)].pictureName = clip.title + " frame " + std::to_string(k + 1);
    }
    return clip;
}

Picture ClipStories::loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& /*wish*/) const {
    const Story& clip = entry(storyIndex);
    if (frameIndex >= static_cast<std::size_t>(framesPerClip)) {
        throw Error(ErrorCode::BadArgument, "Clip " + clip.id + " has no frame number " + std::to_string(frameIndex));
    }
    const auto source = m_open->open(storyIndex, inside(pictureFolder(), clip.title));
    const std::vector<int> numbers = media::sampleUniform(source->frameCount(), framesPerClip);
    if (numbers.empty()) {
        throw Error(ErrorCode::Malformed, "The video has no frames", inFile(pictureFolder() / clip.title));
    }
    return source->frame(numbers[std::min(frameIndex, numbers.size() - 1)]);
}

Story clipStory(const std::string& id, const std::string& file) {
    Story clip;
    clip.id = id;
    clip.title = file;
    return clip;
}

} // namespace storyscope::datasets
