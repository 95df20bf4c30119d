// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"

namespace storyscope::test {

/// A told story of two frames (2 × 2 patches each) and one prediction, with text that every export must escape. The
/// first word of the first caption looks at the bottom right patch of frame 2.
StoryResult sampleStory();

} // namespace storyscope::test
