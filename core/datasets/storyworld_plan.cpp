// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_random.h"
#include "core/datasets/storyworld_scene.h"

#include <algorithm>

namespace storyscope::datasets::storyworld {

namespace {

/// Best friends come in neighbouring pairs; the animals have an owner each.
int friendOf(int hero) {
    const Character& look = characters()[static_cast<std::size_t>(hero)];
    if (look.species == Species::Person) {
        return hero ^ 1;
    }
    return look.species == Species::Dog ? 7 : 8;
}

Weather weatherFor(const std::vector<Place>& places, Random& random) {
    const int draw = random.below(100);
    const bool fair = std::find(places.begin(), places.end(), Place::Beach) != places.end();
    if (draw < 56 || (fair && draw < 80)) {
        return Weather::Sun;
    }
    return draw < 76 || fair ? Weather::Clouds : draw < 88 ? Weather::Rain : Weather::Snow;
}

} // namespace

StoryPlan planStory(std::uint64_t seed) {
    Random random(seed, 1);
    StoryPlan plan;
    plan.seed = seed;
    plan.plot = random.below(static_cast<int>(plots().size()));
    const Plot& plot = plots()[static_cast<std::size_t>(plan.plot)];
    plan.hero = random.pick(charactersOf(plot.hero));
    plan.friendly = friendOf(plan.hero);
    for (const std::vector<Place>& choices : plot.places) {
        plan.places.push_back(random.pick(choices));
    }
    plan.thing = random.pick(plot.things);
    plan.color = random.pick(objectColors());
    const int hour = random.below(100);
    plan.light = hour < 25 ? Light::Morning : hour < 65 ? Light::Noon : hour < 85 ? Light::Evening : Light::Night;
    if (plan.thing == Thing::Umbrella && plan.light == Light::Night) {
        plan.light = Light::Noon; // the sun comes back at the end
    }
    plan.weather = weatherFor(plan.places, random);
    plan.palette = random.below(3);
    plan.mirrored = random.chance(0.5);
    plan.scale = random.between(0.94, 1.04);
    return plan;
}

BeatPlan planBeat(const StoryPlan& plan, int beat) {
    const Beat& row = plots()[static_cast<std::size_t>(plan.plot)].beats[static_cast<std::size_t>(beat)];
    BeatPlan planned;
    planned.place = plan.places[static_cast<std::size_t>(row.role)];
    planned.moment = row.moment == Moment::Pastime ? pastimeOf(planned.place) : row.moment;
    planned.weather = momentInfo(planned.moment).weather.value_or(plan.weather);
    return planned;
}

} // namespace storyscope::datasets::storyworld
