// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/frame_captions.h"

namespace storyscope::datasets {

Story withFrameCaptions(Story story) {
    if (story.captions.empty()) {
        return story;
    }
    for (StoryFrame& frame : story.frames) {
        if (frame.caption.empty()) {
            frame.caption = story.captions.front();
            frame.references.insert(frame.references.end(), story.captions.begin() + 1, story.captions.end());
        }
    }
    return story;
}

std::vector<std::string> wholeCaptions(const Story& story) {
    if (!story.captions.empty()) {
        return story.captions;
    }
    std::string joined;
    for (const StoryFrame& frame : story.frames) {
        if (!frame.caption.empty()) {
            joined += (joined.empty() ? "" : " ") + frame.caption;
        }
    }
    return joined.empty() ? std::vector<std::string>() : std::vector<std::string>{joined};
}

} // namespace storyscope::datasets
