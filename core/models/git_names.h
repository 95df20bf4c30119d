// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/captioner_weights.h"

namespace storyscope::models {

/// nn::GitDecoder as GIT names its parts, and with the vision transformer "vision" all of a GitCaptioner.
NamingTable gitDecoderNames();
NamingTable gitNames();

} // namespace storyscope::models
