// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_phrases.h"

#include <array>
#include <string>
#include <vector>

namespace storyscope::datasets::storyworld {

/// A moment at one of the plot's places.
struct Beat {
    Moment moment;
    int role; ///< position in Plot::places
};

/// A sequence with causes. Plots come in pairs: both show the same four pictures in a different order, and what
/// happens last follows from the order.
struct Plot {
    std::string name;
    std::string pair; ///< the same for both plots of a pair
    Species hero = Species::Person;
    std::vector<std::vector<Place>> places; ///< per role: one of these, different from the other roles'
    std::vector<Thing> things;              ///< the story's own thing is one of these
    std::array<Beat, 5> beats;
};

const std::vector<Plot>& plots();
/// What Moment::Pastime becomes at a place.
Moment pastimeOf(Place place);

} // namespace storyscope::datasets::storyworld
