// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_random.h"
#include "core/datasets/storyworld_scene.h"

namespace storyscope::datasets::storyworld {

/// Puts one beat of a plan together: furniture, hero, company and things, back to front. Used once, by composeScene().
class Composer {
public:
    Composer(const StoryPlan& plan, int beat, double progress);
    Scene compose();

private:
    double heightOf(int character) const;
    Thing shownThing() const;
    Color fixtureColor() const;
    void add(Thing what, Point base, const Color& color, int facing = 1, double shadow = 0);
    void addInFront(Thing what, Point base, const Color& color);
    void addFigure(const Figure& who, const std::string& id);

    void placeFixture();
    void placeSeat();
    void placeHero();
    void placeCompany();
    void drawHero();
    void placeThing();
    void placeHeldThing(Thing what);
    void placeSymbol();
    void fillSlots();

    const StoryPlan& m_plan;
    BeatPlan m_beat;
    const MomentInfo& m_info;
    const PlaceInfo& m_place;
    Random m_random;
    double m_progress;
    double m_ground = 0.9; ///< where feet stand, from the top
    Figure m_hero;
    Point m_vehicleBase;
    Scene m_scene;
};

/// What a place serves.
Thing foodThing(Place place);

} // namespace storyscope::datasets::storyworld
