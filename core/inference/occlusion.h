// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/retold_caption.h"

namespace storyscope::inference {

/// Covers the parts of a picture one after the other and reads the caption anew each time. Throws Error{BadArgument}
/// for a word or a frame that is not there, Error{Cancelled}.
OcclusionMap occlude(const StoryEngine& engine, const StudiedStory& story, const OcclusionRequest& request,
                     const Study& study);

} // namespace storyscope::inference
