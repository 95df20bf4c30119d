// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_plots.h"

#include <cstdint>
#include <vector>

namespace storyscope::datasets::storyworld {

/// Everything that a seed decides about its coherent story, before any picture.
struct StoryPlan {
    std::uint64_t seed = 0;
    int plot = 0;              ///< position in plots()
    int hero = 0;              ///< position in characters()
    int friendly = 0;          ///< the hero's one best friend
    std::vector<Place> places; ///< per role of the plot
    Thing thing = Thing::None;
    NamedColor color;
    Light light = Light::Noon;
    Weather weather = Weather::Sun;
    int palette = 0;
    bool mirrored = false;
    double scale = 1;
};
StoryPlan planStory(std::uint64_t seed);

/// The moment and place of one beat of a plan.
struct BeatPlan {
    Moment moment = Moment::Walk;
    Place place = Place::Park;
    Weather weather = Weather::Sun;
};
BeatPlan planBeat(const StoryPlan& plan, int beat);

/// One thing to draw, back to front.
struct Element {
    enum class Kind { Thing, ThingInFront, Figure, Symbol };
    Kind kind = Kind::Thing;
    Seen seen;           ///< who or what it is; a symbol is nobody
    Placement placement; ///< of a thing
    Figure figure;       ///< of a figure
    std::string symbol;
    double shadow = 0; ///< half width of its shadow on the ground; 0: none
};

struct Scene {
    Setting setting;
    bool mirrored = false;
    std::vector<Element> elements;
    Slots slots;
    std::string tag;                  ///< of the place
    std::vector<std::string> actions; ///< tags
};

/// Beat `beat` of the plan at `progress` through it.
Scene composeScene(const StoryPlan& plan, int beat, double progress);

/// What a place serves: "hot soup" in a kitchen.
std::string foodOf(Place place);

} // namespace storyscope::datasets::storyworld
