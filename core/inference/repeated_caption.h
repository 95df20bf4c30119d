// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story_result.h"

#include <string>
#include <vector>

namespace storyscope::inference {

/// A caption's words in lower case with one space between them: without punctuation, as far as ASCII knows both.
std::string bareWords(const std::string& caption);

/// Whether a frame's caption has words, and they are those of a frame before it.
bool repeatsEarlier(const std::vector<ToldFrame>& frames, int position);

} // namespace storyscope::inference
