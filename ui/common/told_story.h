// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/picture.h"
#include "core/story/story_result.h"

#include <QString>
#include <memory>
#include <optional>
#include <vector>

namespace storyscope::media {
class MediaSource;
}

namespace storyscope::ui {

/// A told story with the pictures it was told from. Shared by all panels and never changed.
struct ToldStory {
    StoryResult result;
    std::vector<Picture> pictures;                  ///< per StoryResult::frames
    std::vector<Picture> thumbnails;                ///< the same, small; empty if nobody made them
    bool isComplete = false;                        ///< false while captions are still being written
    std::shared_ptr<media::MediaSource> media = {}; ///< where the pictures come from; null: nobody knows

    /// Position in StoryResult::frames of a frame of the video; none if the story has no such frame.
    std::optional<int> positionOf(int sourceIndex) const;
    /// The story frame that was passed last at a frame of the video, else the first one. For stories with frames.
    int positionBefore(int sourceIndex) const;
    /// The small picture of a story frame, else the full one, else an empty one.
    Picture thumbnail(std::size_t position) const;
};
using ToldStoryPtr = std::shared_ptr<const ToldStory>;

/// A panel that shows the told story; each of the calls puts it into one of its four states. GUI thread.
class StoryView {
public:
    virtual ~StoryView() = default;
    /// Nothing is open, or no story was told yet.
    virtual void showEmpty() = 0;
    /// A story is about to be told; nothing of it is known yet.
    virtual void showWorking() = 0;
    /// A story, complete or so far.
    virtual void showStory(const ToldStoryPtr& story) = 0;
    /// A caption of the shown story grows while it is being written.
    virtual void showCaption(int framePosition, const ToldCaption& caption) = 0;
    /// No story could be told. `reason` is a sentence for a person.
    virtual void showFailed(const QString& reason) = 0;
};

} // namespace storyscope::ui
