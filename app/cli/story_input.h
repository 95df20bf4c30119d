// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/story_dataset.h"
#include "core/inference/storyteller.h"

#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::cli {

/// How the frames of a story are chosen from a longer input.
enum class FrameChoice {
    Shots,   ///< the middles of a video's shots; of pictures, evenly spread ones
    Middles, ///< the middles of equal parts
    Uniform, ///< i · (count of frames // count asked for)
};

struct StoryInputOptions {
    int frameCount = 5;
    FrameChoice choice = FrameChoice::Shots;
    datasets::DatasetOptions dataset; ///< for DATASET#story-id
    int clipPictures = 0;             ///< of a video around each frame, for models that want such
};

/// The frames of a story that `input` names: a video, a GIF, a picture, a folder of pictures, or DATASET#story-id.
/// A picture that a data set lacks is a grey one, and a line on stderr says so. Throws Error.
std::vector<inference::InputFrame> readStoryInput(const std::string& input, const StoryInputOptions& options,
                                                  const std::stop_token& stop, Progress& progress);

} // namespace storyscope::cli
