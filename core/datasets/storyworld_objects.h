// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_canvas.h"

#include <string>
#include <vector>

namespace storyscope::datasets::storyworld {

enum class Thing {
    None,
    Cup,
    Bottle,
    Book,
    OpenBook,
    Phone,
    Laptop,
    Bicycle,
    Motorcycle,
    Car,
    Plant,
    TallPlant,
    Ball,
    Umbrella,
    OpenUmbrella,
    Apple,
    Cake,
    Pizza,
    Soup,
    Bowl,
    Paper,
    Table,
    Chair,
    Bench,
    Sofa,
    Bed,
    Stove,
    Puddle,
    Can,
    Door,
};

struct ThingInfo {
    std::string noun;    ///< in captions
    std::string tag;     ///< one of storyTags(), or empty
    double width = 0.12; ///< as a share of the picture
    double height = 0.12;
};
const ThingInfo& thingInfo(Thing thing);

struct NamedColor {
    std::string name;
    Color color;
};
/// The colours that captions name.
const std::vector<NamedColor>& objectColors();

/// A thing standing or lying with the middle of its underside at `base`.
struct Placement {
    Thing thing = Thing::None;
    Point base;
    Color color;
    int facing = 1;
    double progress = 0.5; ///< through the beat: wheels and steam move
};
void drawThing(Canvas& canvas, const Placement& placement);
/// The near side of a car and the blanket of a bed, which cover a person inside.
void drawThingInFront(Canvas& canvas, const Placement& placement);

} // namespace storyscope::datasets::storyworld
