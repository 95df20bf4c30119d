// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace storyscope::models {

/// Neighbouring frames of a story.
struct FrameClip {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// The at most `size` frames around `frame`, of which half come before it; fewer at a story's ends, where a model knows
/// them by the first of its places.
inline FrameClip clipAround(std::int64_t frame, std::int64_t frames, std::int64_t size) {
    const std::int64_t begin = frame - size / 2;
    const std::int64_t first = std::max<std::int64_t>(begin, 0);
    return {first, std::min(begin + size, frames) - first};
}

} // namespace storyscope::models
