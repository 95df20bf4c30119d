// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_objects.h"

namespace storyscope::datasets::storyworld {

/// drawThing() for vehicles and furniture.
void drawLargeThing(Canvas& canvas, const Placement& placement);

} // namespace storyscope::datasets::storyworld
