// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace storyscope::media {

/// Part of a video where the file is damaged. Frames inside are shown as far as they can be decoded, but may not be
/// what was recorded.
struct DamagedRange {
    int firstFrame = 0; ///< the last good frame before the damage; -1 if there is none
    int lastFrame = 0;  ///< the first good frame after it; the number of frames if there is none
    int lostFrames = 0; ///< how many are known to be missing in between

    bool isInside(int number) const { return firstFrame < number && number < lastFrame; }
    bool operator==(const DamagedRange&) const = default;
};

/// Adds a range to ascending ones; those that meet become one.
void addDamage(std::vector<DamagedRange>& ranges, const DamagedRange& range);

/// "frames 100–140", for an Issue's place in a video of so many frames.
std::string describePlace(const DamagedRange& range, int frameCount);

} // namespace storyscope::media
