// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/media_source.h"

#include <vector>

namespace storyscope::media {

/// Frames of a video around one of them, in ascending order.
struct ClipFrames {
    std::vector<int> numbers; ///< empty if the source is no video
    int own = 0;              ///< which of them is the frame itself
};

/// At most `count` frames a quarter of a second apart, half of them before the frame: six show a second and a quarter.
/// Captioners of clips learned from frames some tenths of a second apart; further apart, a story's frames would share
/// what they are told from, and closer ones show no movement. At a video's ends the clip moves inwards; a shorter video
/// is divided evenly, and one of few frames is shown whole.
ClipFrames clipFramesAround(const MediaSource& source, int number, int count);

} // namespace storyscope::media
