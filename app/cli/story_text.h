// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"

#include <string>

namespace storyscope::cli {

/// A told story to be read on a terminal: per frame its caption, the frames that its words looked at most, and tags;
/// then what the model expects next, the score, and a warning when the frames are unlike its training data.
std::string storyToText(const StoryResult& result);

} // namespace storyscope::cli
