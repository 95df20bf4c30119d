// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_scene.h"

#include "core/datasets/storyworld_composer.h"

#include <algorithm>
#include <array>

namespace storyscope::datasets::storyworld {

namespace {

constexpr double grownHeight = 0.57;

Seen namedThing(Thing thing) {
    const ThingInfo& info = thingInfo(thing);
    return {"story-" + info.noun, Entity::Kind::Object, {info.noun}, info.tag};
}

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

} // namespace

Thing foodThing(Place place) {
    return place == Place::Kitchen ? Thing::Soup : place == Place::Restaurant ? Thing::Pizza : Thing::Cake;
}

Composer::Composer(const StoryPlan& plan, int beat, double progress)
    : m_plan(plan), m_beat(planBeat(plan, beat)), m_info(momentInfo(m_beat.moment)), m_place(placeInfo(m_beat.place)),
      m_random(plan.seed, 300 + static_cast<std::uint64_t>(beat)), m_progress(progress) {
    m_ground = 0.905 + Random(plan.seed, 301).between(-0.015, 0.015);
    m_hero = {.character = plan.hero,
              .pose = m_info.pose,
              .feet = {0.36 + m_random.between(-0.05, 0.05), m_ground},
              .height = heightOf(plan.hero),
              .facing = 1,
              .progress = progress};
}

Scene Composer::compose() {
    m_scene.setting = {.place = m_beat.place,
                       .light = m_plan.light,
                       .weather = m_beat.weather,
                       .layoutSeed = m_plan.seed,
                       .palette = m_plan.palette,
                       .progress = m_progress};
    m_scene.mirrored = m_plan.mirrored;
    m_scene.tag = m_place.tag;
    m_scene.actions = m_info.actions;
    placeFixture();
    placeSeat();
    placeHero();
    placeCompany();
    if (m_info.use == Use::BehindFigure || m_info.use == Use::Beside || m_info.use == Use::Ridden ||
        m_info.use == Use::Ground) {
        placeThing();
        drawHero();
    } else {
        drawHero();
        placeThing();
    }
    placeSymbol();
    fillSlots();
    return std::move(m_scene);
}

double Composer::heightOf(int character) const {
    return grownHeight * m_plan.scale * characters()[static_cast<std::size_t>(character)].size;
}

Thing Composer::shownThing() const {
    return m_beat.moment == Moment::EatMeal ? foodThing(m_beat.place)
           : m_info.thing == Thing::None    ? m_plan.thing
                                            : m_info.thing;
}

void Composer::add(Thing what, Point base, const Color& color, int facing, double shadow) {
    m_scene.elements.push_back({.kind = Element::Kind::Thing,
                                .seen = namedThing(what),
                                .placement = {what, base, color, facing, m_progress},
                                .figure = {},
                                .symbol = {},
                                .shadow = shadow});
}

void Composer::addInFront(Thing what, Point base, const Color& color) {
    add(what, base, color);
    m_scene.elements.back().kind = Element::Kind::ThingInFront;
}

Color Composer::fixtureColor() const {
    static const std::array<Color, 3> cloths = {{{196, 84, 88}, {70, 130, 150}, {120, 140, 84}}};
    return m_beat.place == Place::Hospital ? Color{150, 210, 220} : cloths[static_cast<std::size_t>(m_plan.palette)];
}

void Composer::placeFixture() {
    if (m_place.fixture != Thing::None) {
        add(m_place.fixture, m_place.fixtureBase, fixtureColor());
    }
}

void Composer::addFigure(const Figure& who, const std::string& id) {
    const Character& look = characters()[static_cast<std::size_t>(who.character)];
    static const std::array<const char*, 3> species = {"person", "dog", "cat"};
    const std::string tag = species[static_cast<std::size_t>(look.species)];
    Seen seen = {id, Entity::Kind::Character, {lowerCase(look.name)}, tag};
    if (look.species != Species::Person) {
        seen.nouns.push_back(tag);
    }
    const bool floats = who.pose == Pose::Ride || who.pose == Pose::Drive || m_info.use == Use::Inside;
    m_scene.elements.push_back({.kind = Element::Kind::Figure,
                                .seen = seen,
                                .placement = {},
                                .figure = who,
                                .symbol = {},
                                .shadow = floats                            ? 0
                                          : look.species == Species::Person ? 0.10
                                                                            : 0.15});
}

void Composer::placeSymbol() {
    if (m_info.symbol.empty()) {
        return;
    }
    Point head = headOf(m_hero);
    if (m_info.pose == Pose::Sleep) {
        head = {m_hero.feet.x + 0.3 * m_hero.height, m_hero.feet.y - 0.18 * m_hero.height};
    } else if (m_info.pose == Pose::Cook) {
        head = {m_place.fixtureBase.x, m_place.fixtureBase.y - 0.33};
    }
    m_scene.elements.push_back({.kind = Element::Kind::Symbol,
                                .seen = {},
                                .placement = {Thing::None, head, {}, 1, m_progress},
                                .figure = {},
                                .symbol = m_info.symbol,
                                .shadow = 0});
}

void Composer::fillSlots() {
    Slots& slots = m_scene.slots;
    const Character& hero = characters()[static_cast<std::size_t>(m_plan.hero)];
    slots.name = hero.name;
    slots.other = m_info.company == Company::Dog
                      ? characters()[static_cast<std::size_t>(charactersOf(Species::Dog).front())].name
                      : characters()[static_cast<std::size_t>(m_plan.friendly)].name;
    slots.color = m_plan.color.name;
    slots.thing = thingInfo(m_plan.thing).noun;
    slots.food = m_beat.moment == Moment::EatSnack ? "an apple" : foodOf(m_beat.place);
    slots.place = m_place.phrase;
    slots.beast = hero.species == Species::Dog ? "dog" : "cat";
}

std::string foodOf(Place place) {
    const Thing food = foodThing(place);
    return food == Thing::Soup ? "hot soup" : food == Thing::Pizza ? "a pizza" : "a cake";
}

Scene composeScene(const StoryPlan& plan, int beat, double progress) {
    return Composer(plan, beat, progress).compose();
}

} // namespace storyscope::datasets::storyworld
