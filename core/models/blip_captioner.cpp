// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/blip_captioner.h"

#include "core/models/captioner_parts.h"

namespace storyscope::models {

BlipCaptioner::BlipCaptioner(StoryConfig config) : PictureCaptioner(std::move(config), bertDecoderPart) {}

} // namespace storyscope::models
