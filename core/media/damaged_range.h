// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace storyscope::media {

/// Part of a video that cannot be shown because the file is damaged there.
struct DamagedRange {
    int firstFrame = 0; ///< the last good frame before the damage; 0 if there is none
    int lastFrame = 0;  ///< the first good frame after it; the last frame of all if there is none
    int lostFrames = 0; ///< how many are known to be missing in between
    bool operator==(const DamagedRange&) const = default;
};

/// Adds a range to ascending ones; those that meet become one.
void addDamage(std::vector<DamagedRange>& ranges, const DamagedRange& range);

/// "frames 100–140", for an Issue's place.
std::string describePlace(const DamagedRange& range);

} // namespace storyscope::media
