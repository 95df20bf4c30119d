// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/story.h"

namespace storyscope::datasets {

/// The story with its captions of the whole (MSR-VTT, MSVD, TGIF) as captions and references of each frame that has no
/// caption of its own. These are weak labels: what the clip shows need not be seen in every frame of it; but a
/// captioner of frames can be trained and scored on clips with them. Stories without such captions stay as they are.
Story withFrameCaptions(Story story);

} // namespace storyscope::datasets
