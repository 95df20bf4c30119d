// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/storyteller.h"
#include "core/media/media_source.h"
#include "ui/common/told_story.h"

#include <stop_token>
#include <vector>

namespace storyscope::ui {

/// The frames of a story as its model is told of them: with what a data set knows of them and, for a model that wants
/// `clipPictures` around each, what the video shows there. `source` is where they come from; null: only the pictures
/// are known. Decodes: call on a worker. Throws Error.
std::vector<inference::InputFrame> inputFrames(const ToldStory& story, media::MediaSource* source, int clipPictures,
                                               const std::stop_token& stop);

} // namespace storyscope::ui
