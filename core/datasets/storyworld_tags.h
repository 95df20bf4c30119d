// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace storyscope::datasets::storyworld {

/// The 51 tags of the visual-story field's common tag head in their order: padding, unknown, 19 objects, 15 actions,
/// 15 places. StoryWorld's frames are tagged with the last 49.
const std::vector<std::string>& storyTags();

} // namespace storyscope::datasets::storyworld
