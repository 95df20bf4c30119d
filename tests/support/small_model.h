// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_config.h"

#include <cstdint>

namespace storyscope::test {

/// A model small enough for a test: 16 × 16 pictures, a 4 × 4 grid, vectors of 16 numbers.
models::StoryConfig smallConfig(std::int64_t vocabularySize);

} // namespace storyscope::test
