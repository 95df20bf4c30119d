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

} // namespace storyscope::datasets
