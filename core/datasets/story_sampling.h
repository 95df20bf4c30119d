// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// Which frames of a story a system is shown, and which it must predict.
struct SamplingOptions {
    enum class Window {
        First,   ///< the story's first frames
        Last,    ///< its last frames
        Sliding, ///< every run of successive frames
        Uniform, ///< frames i · step with step = frame count / context frames: for clips
    };
    enum class Target {
        Next,        ///< the frame after the context
        LastContext, ///< the last context frame itself: what is predicted has been seen
        None,
    };
    enum class ShortStories {
        RepeatLast, ///< the last frame is repeated until there are enough
        LeaveOut,
    };

    std::size_t contextFrames = 4; ///< K
    Window window = Window::Last;
    Target pictureTarget = Target::Next;
    Target textTarget = Target::Next;
    ShortStories shortStories = ShortStories::RepeatLast;
};

/// Positions in a story's frames. A frame may be named more than once.
struct StorySample {
    std::vector<std::size_t> context; ///< K positions
    std::optional<std::size_t> pictureTarget;
    std::optional<std::size_t> textTarget;
    std::size_t repeated = 0; ///< so many positions repeat the last frame only because the story is short

    friend bool operator==(const StorySample&, const StorySample&) = default;
};

/// The samples that a story of `frameCount` frames gives: one, or one per window when sliding; none for a story without
/// frames. Throws Error{BadArgument} for no context frames or more than 1,000.
std::vector<StorySample> sampleStory(std::size_t frameCount, const SamplingOptions& options);

/// The sampling of a published system as it should be ("first-four", "last-five", "five-frames", "clip", "sliding") or
/// as its code really does it ("first-four-as-published", whose text target is the last input's text;
/// "five-frames-as-published", whose target is one of the inputs). Throws Error{NotFound} that lists the names.
SamplingOptions samplingByName(const std::string& name);
std::vector<std::string> samplingNames();

} // namespace storyscope::datasets
