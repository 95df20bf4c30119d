// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_plots.h"

namespace storyscope::datasets::storyworld {

namespace {

using M = Moment;
using P = Place;
using T = Thing;

struct Pair {
    std::string name;
    std::string first;
    std::string second;
    std::vector<std::vector<Place>> places;
    std::vector<Thing> things;
    std::array<Beat, 4> beats; ///< in the first plot's order
    Beat firstEnd;
    std::array<int, 4> secondOrder; ///< positions in beats
    Beat secondEnd;
    Species hero = Species::Person;
};

constexpr std::array<int, 4> backwards = {3, 2, 1, 0};
constexpr std::array<int, 4> halvesSwapped = {2, 3, 0, 1};

/// Going somewhere and coming back: the end is what one does where the way ends.
std::vector<Pair> journeys() {
    return {
        {"bicycle tour",
         "out by bicycle",
         "back by bicycle",
         {{P::Street, P::City, P::Home}, {P::Park, P::Beach, P::Forest}},
         {T::Bicycle},
         {{{M::BesideVehicle, 0}, {M::Ride, 0}, {M::Ride, 1}, {M::BesideVehicle, 1}}},
         {M::Pastime, 1},
         backwards,
         {M::Pastime, 0}},
        {"motorcycle tour",
         "out by motorcycle",
         "back by motorcycle",
         {{P::City, P::Street}, {P::Beach, P::Forest, P::Garden}},
         {T::Motorcycle},
         {{{M::BesideVehicle, 0}, {M::Ride, 0}, {M::Ride, 1}, {M::BesideVehicle, 1}}},
         {M::Pastime, 1},
         backwards,
         {M::Pastime, 0}},
        {"car trip",
         "away by car",
         "home by car",
         {{P::Home, P::Street}, {P::Beach, P::Forest, P::City}},
         {T::Car},
         {{{M::BesideVehicle, 0}, {M::Drive, 0}, {M::Drive, 1}, {M::BesideVehicle, 1}}},
         {M::Pastime, 1},
         backwards,
         {M::Pastime, 0}},
        {"hike",
         "into the forest",
         "out of the forest",
         {{P::Home}, {P::Street, P::City}, {P::Forest}},
         {T::Bottle},
         {{{M::Carry, 0}, {M::Carry, 1}, {M::DrinkBottle, 2}, {M::Rest, 2}}},
         {M::EatSnack, 2},
         backwards,
         {M::PutDown, 0}},
        {"ball",
         "ball to the park",
         "ball back home",
         {{P::Home}, {P::Garden, P::Street}, {P::Park, P::Beach}},
         {T::Ball},
         {{{M::Show, 0}, {M::Carry, 1}, {M::Run, 2}, {M::Show, 2}}},
         {M::Leap, 2},
         backwards,
         {M::Wave, 0}},
        {"school day",
         "to school",
         "home from school",
         {{P::Bedroom}, {P::Kitchen}, {P::Street, P::City}, {P::School}},
         {T::Book},
         {{{M::Sleep, 0}, {M::EatMeal, 1}, {M::Carry, 2}, {M::Write, 3}}},
         {M::TalkTo, 3},
         backwards,
         {M::WakeUp, 0}},
        {"working day",
         "to the restaurant",
         "back to the kitchen",
         {{P::Kitchen}, {P::Street, P::City}, {P::Office}, {P::Restaurant}},
         {T::None},
         {{{M::DrinkCup, 0}, {M::Walk, 1}, {M::UseLaptop, 2}, {M::EatMeal, 3}}},
         {M::DrinkCup, 3},
         backwards,
         {M::Cook, 0}},
        {"shopping",
         "shopping for a drink",
         "back to the store",
         {{P::Street, P::City}, {P::Store}, {P::Kitchen}},
         {T::Bottle},
         {{{M::Walk, 0}, {M::Show, 1}, {M::Carry, 0}, {M::PutDown, 2}}},
         {M::DrinkBottle, 2},
         {3, 2, 0, 1},
         {M::TalkTo, 1}},
        {"accident",
         "to the hospital",
         "out of the hospital",
         {{P::Park, P::Garden}, {P::Street}, {P::Hospital}},
         {T::Phone},
         {{{M::Leap, 0}, {M::Rest, 0}, {M::UsePhone, 1}, {M::Sleep, 2}}},
         {M::TalkTo, 2},
         backwards,
         {M::Dance, 0}},
        {"invitation",
         "off to dinner",
         "after dinner",
         {{P::City, P::Home}, {P::Street}, {P::Restaurant}},
         {T::None},
         {{{M::UsePhone, 0}, {M::Run, 1}, {M::TalkTo, 2}, {M::Rest, 2}}},
         {M::EatMeal, 2},
         backwards,
         {M::Dance, 0}},
    };
}

/// Losing and finding, rain and sun, growing and giving: the order tells what was the cause of what.
std::vector<Pair> causes() {
    return {
        {"umbrella",
         "caught by rain",
         "after the rain",
         {{P::Street, P::City, P::Home}, {P::Park, P::Forest, P::Beach}},
         {T::Umbrella},
         {{{M::DryUmbrella, 0}, {M::DryUmbrella, 1}, {M::WetUmbrella, 1}, {M::WetUmbrella, 0}}},
         {M::OpenUmbrella, 0},
         backwards,
         {M::Puddle, 0}},
        {"lost bicycle",
         "bicycle lost and found",
         "bicycle found and parked",
         {{P::Street, P::City}, {P::Park, P::Beach}},
         {T::Bicycle},
         {{{M::Ride, 0}, {M::RestBeside, 1}, {M::Search, 1}, {M::UsePhone, 0}}},
         {M::Cheer, 0},
         halvesSwapped,
         {M::EatSnack, 1}},
        {"lost dog",
         "dog lost and found",
         "dog found and resting",
         {{P::Street, P::Garden}, {P::Park, P::Forest}},
         {T::None},
         {{{M::WalkDog, 0}, {M::RestWithDog, 1}, {M::Search, 1}, {M::Run, 0}}},
         {M::FindDog, 0},
         halvesSwapped,
         {M::EatSnack, 1}},
        {"plant",
         "a plant grows",
         "a plant is given away",
         {{P::Store}, {P::Street, P::City}, {P::Garden, P::Home}},
         {T::Plant},
         {{{M::Show, 0}, {M::Carry, 1}, {M::WaterPlant, 2}, {M::SmallPlant, 2}}},
         {M::TallPlant, 2},
         backwards,
         {M::TalkTo, 0}},
        {"party",
         "baking for a party",
         "cooking after a party",
         {{P::Kitchen}, {P::LivingRoom}},
         {T::Bottle},
         {{{M::ReadBook, 0}, {M::Cook, 0}, {M::Show, 1}, {M::Dance, 1}}},
         {M::DrinkBottle, 1},
         halvesSwapped,
         {M::EatMeal, 0}},
        {"evening",
         "dance and sleep",
         "sleep and dance",
         {{P::LivingRoom}, {P::Bedroom}},
         {T::None},
         {{{M::Dance, 0}, {M::DrinkCup, 0}, {M::ReadBook, 1}, {M::Sleep, 1}}},
         {M::WakeUp, 1},
         halvesSwapped,
         {M::Rest, 0}},
        {"letter",
         "a letter from the office",
         "a letter to the living room",
         {{P::Office}, {P::LivingRoom}},
         {T::Book},
         {{{M::Write, 0}, {M::Show, 0}, {M::Carry, 1}, {M::PutDown, 1}}},
         {M::ReadBook, 1},
         {2, 3, 1, 0},
         {M::UsePhone, 0}},
        {"news",
         "news from the phone",
         "news from a friend",
         {{P::Office, P::School}, {P::Garden, P::Home}},
         {T::Laptop},
         {{{M::UseLaptop, 0}, {M::UsePhone, 0}, {M::TalkTo, 1}, {M::Wave, 1}}},
         {M::Dance, 1},
         halvesSwapped,
         {M::Leap, 0}},
    };
}

std::vector<Pair> beasts() {
    return {
        {"dog day",
         "dog goes out",
         "dog comes in",
         {{P::LivingRoom}, {P::Kitchen}, {P::Garden, P::Home}, {P::Park, P::Beach}},
         {T::None},
         {{{M::BeastSleep, 0}, {M::BeastEat, 1}, {M::BeastRun, 2}, {M::BeastLeap, 3}}},
         {M::BeastSit, 3},
         backwards,
         {M::BeastWalk, 0},
         Species::Dog},
        {"dog and ball",
         "dog loses the ball",
         "dog finds the ball",
         {{P::Garden, P::Park}, {P::Street, P::Forest}},
         {T::Ball},
         {{{M::BeastBall, 0}, {M::BeastLeap, 0}, {M::BeastWalk, 1}, {M::BeastSearch, 1}}},
         {M::BeastMeet, 1},
         {3, 2, 1, 0},
         {M::BeastRun, 0},
         Species::Dog},
        {"cat day",
         "cat goes in",
         "cat goes out",
         {{P::Garden, P::Home}, {P::LivingRoom}, {P::Kitchen}},
         {T::None},
         {{{M::BeastWalk, 0}, {M::BeastLeap, 0}, {M::BeastSit, 1}, {M::BeastDrink, 2}}},
         {M::BeastSleep, 2},
         backwards,
         {M::BeastMeet, 0},
         Species::Cat},
        {"cat and friend",
         "cat finds its friend",
         "cat says goodbye",
         {{P::Bedroom}, {P::Street, P::City}, {P::Garden}},
         {T::None},
         {{{M::BeastSit, 0}, {M::BeastRun, 1}, {M::BeastSearch, 1}, {M::BeastMeet, 2}}},
         {M::BeastEat, 2},
         backwards,
         {M::BeastSleep, 0},
         Species::Cat},
    };
}

void addPair(std::vector<Plot>& all, const Pair& pair) {
    const auto& b = pair.beats;
    const auto& order = pair.secondOrder;
    const auto at = [&](int i) { return b[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])]; };
    all.push_back(
        {pair.first, pair.name, pair.hero, pair.places, pair.things, {b[0], b[1], b[2], b[3], pair.firstEnd}});
    all.push_back(
        {pair.second, pair.name, pair.hero, pair.places, pair.things, {at(0), at(1), at(2), at(3), pair.secondEnd}});
}

} // namespace

const std::vector<Plot>& plots() {
    static const std::vector<Plot> all = [] {
        std::vector<Plot> made;
        for (const auto& group : {journeys(), causes(), beasts()}) {
            for (const Pair& pair : group) {
                addPair(made, pair);
            }
        }
        return made;
    }();
    return all;
}

Moment pastimeOf(Place place) {
    switch (place) {
    case Place::Street:
        return Moment::UsePhone;
    case Place::Park:
        return Moment::EatSnack;
    case Place::Beach:
        return Moment::Leap;
    case Place::Forest:
        return Moment::DrinkBottle;
    case Place::City:
        return Moment::Dance;
    case Place::Home:
        return Moment::Wave;
    case Place::Garden:
        return Moment::Rest;
    default:
        return Moment::Walk;
    }
}

} // namespace storyscope::datasets::storyworld
