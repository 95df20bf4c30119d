// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_canvas.h"

#include <string>
#include <vector>

namespace storyscope::datasets::storyworld {

enum class Species { Person, Dog, Cat };
enum class Hair { Short, Long, Curly, Bun, Ponytail, Spiky, Bald };
enum class Hat { None, Cap, Beanie, Straw };

/// Someone with a name. A name always has the same looks.
struct Character {
    std::string name;
    Species species = Species::Person;
    Color skin = {}; ///< or fur
    Hair hair = Hair::Short;
    Color hairColor = {}; ///< or the second colour of the fur
    Color coat = {};
    Color trousers = {};
    bool dress = false;
    Hat hat = Hat::None;
    Color hatColor = {};
    bool glasses = false;
    bool beard = false;
    double size = 1; ///< of a grown person's height
};

/// Everyone: people first, then the animals.
const std::vector<Character>& characters();
/// Positions in characters().
std::vector<int> charactersOf(Species species);

} // namespace storyscope::datasets::storyworld
