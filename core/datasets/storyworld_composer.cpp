// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_composer.h"

#include <algorithm>

namespace storyscope::datasets::storyworld {

namespace {

constexpr double seatHeight = 0.14;
constexpr Color woodColor = {186, 128, 76};

double eased(double progress) {
    return progress * progress * (3 - 2 * progress);
}

/// How far a pose moves through the picture in one beat.
double travelOf(Pose pose) {
    switch (pose) {
    case Pose::Walk:
    case Pose::Carry:
        return 0.22;
    case Pose::Run:
        return 0.36;
    case Pose::Ride:
    case Pose::Drive:
        return 0.40;
    default:
        return 0;
    }
}

} // namespace

void Composer::placeSeat() {
    m_scene.slots.seat = "bench";
    const bool needsTable = m_info.use == Use::OnTable;
    if (m_info.seat) {
        m_hero.feet.y = m_ground - seatHeight + 0.255 * m_hero.height;
        if (m_info.use == Use::Beside) {
            m_hero.feet.x = 0.27;
        }
        if (!needsTable && (m_place.fixture == Thing::Sofa || m_place.fixture == Thing::Bed)) {
            m_scene.slots.seat = thingInfo(m_place.fixture).noun;
            m_hero.feet = {m_place.fixtureBase.x - 0.14, m_place.fixtureBase.y - 0.15 + 0.255 * m_hero.height};
        } else {
            const Thing what = m_place.outdoors && !needsTable ? Thing::Bench : Thing::Chair;
            m_scene.slots.seat = thingInfo(what).noun;
            add(what, {m_hero.feet.x - 0.01, m_ground}, woodColor, 1, 0.18);
        }
    }
    if (m_beat.moment == Moment::WakeUp) {
        m_hero.feet = {m_place.fixtureBase.x - 0.12, m_place.fixtureBase.y - 0.155 + 0.255 * m_hero.height};
    }
}

void Composer::placeHero() {
    const Point bed = m_place.fixtureBase;
    switch (m_info.pose) {
    case Pose::Sleep:
        m_hero.feet =
            m_info.use == Use::Inside ? Point{bed.x + 0.05, bed.y - 0.115} : Point{m_hero.feet.x + 0.1, m_ground};
        break;
    case Pose::Cook:
        m_hero.feet = {m_place.fixtureBase.x - 0.24, m_ground};
        break;
    case Pose::Ride:
        m_hero.feet = {0.46, m_ground - 0.215 + 0.36 * m_hero.height};
        break;
    case Pose::Drive:
        m_hero.feet = {0.45, m_ground - 0.04};
        break;
    default:
        if (m_info.use == Use::Beside && !m_info.seat) {
            m_hero.feet.x = 0.22;
        }
    }
    m_hero.feet.x += travelOf(m_info.pose) * (eased(m_progress) - 0.5);
}

void Composer::placeCompany() {
    if (m_info.company == Company::Nobody) {
        return;
    }
    Figure other;
    other.progress = m_progress;
    other.facing = -1;
    other.character = m_plan.friendly;
    other.height = heightOf(m_plan.friendly);
    other.feet = {0.74, m_ground};
    if (m_info.company == Company::Dog) {
        other.character = charactersOf(Species::Dog).front();
        other.height = 0.74 * heightOf(other.character);
        other.facing = m_info.pose == Pose::Cheer ? -1 : 1;
        other.pose = m_info.pose == Pose::Walk ? Pose::Walk : Pose::Sit;
        other.feet = {m_hero.feet.x + 0.36, m_ground + 0.01};
    } else {
        m_hero.feet.x = std::min(m_hero.feet.x, 0.32);
        m_scene.actions.push_back("standing");
    }
    addFigure(other, "char2");
}

void Composer::drawHero() {
    addFigure(m_hero, "char1");
    if (m_info.use == Use::Inside) {
        addInFront(Thing::Bed, m_place.fixtureBase, fixtureColor());
    } else if (m_info.use == Use::Ridden && shownThing() == Thing::Car) {
        addInFront(Thing::Car, m_vehicleBase, m_plan.color.color);
    } else if (m_info.pose == Pose::Water) {
        const Point hand = handOf(m_hero);
        add(Thing::Can, {hand.x + 0.02, hand.y + 0.05}, {120, 140, 160});
    }
}

void Composer::placeHeldThing(Thing what) {
    const Point hand = handOf(m_hero);
    const double reach = what == Thing::OpenBook || what == Thing::Phone ? 0.02 : 0.035;
    const double drop = what == Thing::OpenBook       ? 0.07
                        : what == Thing::Umbrella     ? 0.17
                        : what == Thing::Phone        ? 0.10
                        : what == Thing::OpenUmbrella ? 0.03
                                                      : thingInfo(what).height * 0.5;
    add(what, {hand.x + reach, hand.y + drop}, m_plan.color.color);
}

void Composer::placeThing() {
    const Thing what = shownThing();
    const Color color = m_plan.color.color;
    const double h = m_hero.height;
    switch (m_info.use) {
    case Use::Held:
    case Use::Head:
    case Use::Above:
        return placeHeldThing(what);
    case Use::OnTable: {
        const double x = m_hero.feet.x + (m_info.seat ? 0.30 : 0.36);
        add(Thing::Table, {x, m_ground}, woodColor, 1, 0.2);
        return add(what, {x - (m_info.seat ? 0.04 : 0.06), m_ground - 0.235}, color, what == Thing::Laptop ? -1 : 1);
    }
    case Use::Beside:
        return add(what, {what == Thing::Car ? 0.64 : 0.68, m_ground}, color, m_info.pose == Pose::Cheer ? -1 : 1, 0.2);
    case Use::Ridden:
        m_vehicleBase = {m_hero.feet.x + (what == Thing::Car ? 0.08 : 0.038), m_ground};
        return add(what, m_vehicleBase, color, 1, what == Thing::Car ? 0.32 : 0.2);
    case Use::Ground:
        if (what == Thing::Puddle) {
            return add(what, {m_hero.feet.x, m_ground + 0.04}, color);
        }
        if (characters()[static_cast<std::size_t>(m_plan.hero)].species != Species::Person) {
            return add(what, {m_hero.feet.x + (what == Thing::Ball ? 0.85 : 0.62) * h, m_ground + 0.01}, color, 1,
                       0.07);
        }
        return add(what, {m_hero.feet.x + 0.36, m_ground + 0.01}, color, 1, 0.08);
    default:
        return;
    }
}

} // namespace storyscope::datasets::storyworld
