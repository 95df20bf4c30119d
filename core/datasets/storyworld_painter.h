// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_scene.h"

#include <vector>

namespace storyscope::datasets::storyworld {

/// A thing of a scene, and what can be seen of it.
struct Sighting {
    Seen seen;
    std::optional<Box> box; ///< none: nothing of it is visible
};

/// Draws the scene. `hiddenEntity`, from 1 in the order of survey(), is left out; 0 draws everything.
Picture paintScene(const Scene& scene, int sizePixels, int hiddenEntity = 0);
/// Everything with a noun in the scene, in the order of drawing; no colour is drawn.
std::vector<Sighting> survey(const Scene& scene);

} // namespace storyscope::datasets::storyworld
