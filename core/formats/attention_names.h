// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/story/attention.h"

namespace storyscope::formats {

/// The name of a kind of attention in exported files: "temporal", "caption", "next_caption", "clip_caption".
const char* attentionKindName(Attention::Kind kind);

} // namespace storyscope::formats
