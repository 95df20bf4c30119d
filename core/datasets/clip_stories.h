// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/listed_stories.h"

#include <memory>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// Captioned clips: each is a story whose captions belong to the whole (Story::captions) and whose frames are evenly
/// spaced frames of the video, decoded when they are asked for. A clip with fewer frames repeats its last one.
class ClipStories : public ListedStories {
public:
    static constexpr int framesPerClip = 16;

    /// The frames are called "video0.mp4 frame 1" to "video0.mp4 frame 16"; the video is not opened.
    Story story(std::size_t index) const override;
    ~ClipStories() override;

protected:
    /// Stories without frames whose title is the video's file name.
    ClipStories(StoryListing listing, const DatasetOptions& options, const std::stop_token& stop, Progress& progress);

private:
    /// Throws Error for a missing or broken video.
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;

    class OpenClips;
    std::unique_ptr<OpenClips> m_open; ///< the clips that were asked for last
};

/// The listing's story for a clip without captions yet.
Story clipStory(const std::string& id, const std::string& file);

} // namespace storyscope::datasets
