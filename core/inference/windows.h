// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace storyscope::inference {

/// A stretch of neighbouring frames that a model sees at once.
struct Window {
    int first = 0; ///< position in the story
    int count = 0;

    int end() const { return first + count; }
    /// Positions in the story, in order.
    std::vector<int> positions() const;
    friend bool operator==(const Window&, const Window&) = default;
};

/// The window of at most `size` frames with `frame` in its middle, moved inwards at the story's ends.
Window windowAround(int frame, int frameCount, int size);

/// The at most `size` frames before `frame`, which may be one past the last.
Window windowBefore(int frame, int size);

/// Every window of `size` frames of a story, or the one that holds a shorter story.
std::vector<Window> allWindows(int frameCount, int size);

} // namespace storyscope::inference
