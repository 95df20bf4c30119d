// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

#include <string>
#include <vector>

namespace storyscope::datasets {

/// The story with its captions of the whole (MSR-VTT, MSVD, TGIF) as captions and references of each frame that has no
/// caption of its own. These are weak labels: what the clip shows need not be seen in every frame of it; but a
/// captioner of frames can be trained and scored on clips with them. Stories without such captions stay as they are.
Story withFrameCaptions(Story story);

/// What is true of a whole story: its captions of the whole, else the captions of its frames one after the other as one
/// text, which is how a captioner of clips is trained and scored on stories. Empty where nothing is said.
std::vector<std::string> wholeCaptions(const Story& story);

} // namespace storyscope::datasets
