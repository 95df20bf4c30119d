// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/damaged_range.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace storyscope::media {

void addDamage(std::vector<DamagedRange>& ranges, const DamagedRange& range) {
    const auto begin = std::ranges::lower_bound(ranges, range.firstFrame, {},
                                                [](const DamagedRange& other) { return other.lastFrame; });
    DamagedRange all = range;
    auto end = begin;
    for (; end != ranges.end() && end->firstFrame <= all.lastFrame; ++end) {
        const std::int64_t lost = std::int64_t{all.lostFrames} + end->lostFrames;
        all = {.firstFrame = std::min(all.firstFrame, end->firstFrame),
               .lastFrame = std::max(all.lastFrame, end->lastFrame),
               .lostFrames = static_cast<int>(std::min<std::int64_t>(lost, std::numeric_limits<int>::max()))};
    }
    ranges.insert(ranges.erase(begin, end), all);
}

std::string describePlace(const DamagedRange& range, int frameCount) {
    const int first = std::max(0, range.firstFrame);
    const int last = std::max(first, std::min(range.lastFrame, frameCount - 1));
    return first == last ? "frame " + std::to_string(first)
                         : "frames " + std::to_string(first) + "–" + std::to_string(last);
}

} // namespace storyscope::media
