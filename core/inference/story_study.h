// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/occlusion_map.h"
#include "core/story/picture.h"
#include "core/story/story_result.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

struct InputFrame;

/// A told story and the frames that it was told of.
struct StudiedStory {
    const std::vector<InputFrame>& frames;
    const StoryResult& told;
};

/// Which word is looked into, and on which picture.
struct OcclusionRequest {
    ToldText text;
    int token = 0; ///< of the caption
    int frame = 0; ///< position in the story
    int parts = 0; ///< per side; 0: 4 to 8, as the model's grid divides
};

/// How a long look into a story is watched and stopped.
struct Study {
    std::stop_token stop;
    Progress& progress = Progress::none();
};

} // namespace storyscope::inference
