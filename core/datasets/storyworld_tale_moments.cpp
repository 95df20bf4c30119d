// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_moments.h"

namespace storyscope::datasets::storyworld {

void addJourneyMoments(MomentTable& table) {
    table[Moment::BesideVehicle] = {.pose = Pose::Stand,
                                    .actions = {"standing"},
                                    .use = Use::Beside,
                                    .phrases = {"{N} stands beside a {c} {o} {at}.",
                                                "{N} is standing next to a {c} {o} {at}.",
                                                "Next to {N} is a {c} {o} {at}.", "{N} stops with a {c} {o} {at}.",
                                                "{N} waits near a {c} {o} {at}."}};
    table[Moment::Ride] = {.pose = Pose::Ride,
                           .actions = {"driving", "sitting"},
                           .use = Use::Ridden,
                           .phrases = {"{N} rides a {c} {o} {at}.", "{N} is riding on a {c} {o} {at}.",
                                       "On a {c} {o}, {N} rides {at}.", "{N} goes by {c} {o} {at}.",
                                       "{N} travels on a {c} {o} {at}."}};
    table[Moment::Drive] = {.pose = Pose::Drive,
                            .actions = {"driving", "sitting"},
                            .use = Use::Ridden,
                            .phrases = {"{N} drives a {c} {o} {at}.", "{N} is driving a {c} {o} {at}.",
                                        "In a {c} {o}, {N} drives {at}.", "{N} goes by {c} {o} {at}.",
                                        "{N} sits behind the wheel of a {c} {o} {at}."}};
    table[Moment::Cheer] = {.pose = Pose::Cheer,
                            .actions = {"standing", "smiling"},
                            .use = Use::Beside,
                            .phrases = {"{N} cheers beside a {c} {o} {at}.", "{N} has found the {c} {o} {at}.",
                                        "Happy again, {N} cheers by the {c} {o} {at}.",
                                        "{N} smiles next to the {c} {o} {at}."}};
    table[Moment::RestBeside] = {
        .pose = Pose::Sit,
        .actions = {"sitting"},
        .use = Use::Beside,
        .seat = true,
        .phrases = {"{N} sits on a {s} near a {c} {o} {at}.", "{N} rests on a {s} next to a {c} {o} {at}.",
                    "A {c} {o} stands near {N} on a {s} {at}.", "{N} leaves the {c} {o} by a {s} {at}."}};
    table[Moment::WalkDog] = {.pose = Pose::Walk,
                              .actions = {"walking"},
                              .company = Company::Dog,
                              .phrases = {"{N} walks with {F} the dog {at}.", "{N} is walking the dog {F} {at}.",
                                          "{N} and the dog {F} walk {at}.", "{N} takes {F} the dog for a walk {at}."}};
    table[Moment::RestWithDog] = {
        .pose = Pose::Sit,
        .actions = {"sitting"},
        .seat = true,
        .company = Company::Dog,
        .phrases = {"{N} sits on a {s} with {F} the dog {at}.", "{N} rests on a {s} and the dog {F} sits {at}.",
                    "{N} and the dog {F} sit by a {s} {at}.", "On a {s}, {N} sits with the dog {F} {at}."}};
    table[Moment::FindDog] = {.pose = Pose::Cheer,
                              .actions = {"standing", "smiling"},
                              .company = Company::Dog,
                              .phrases = {"{N} finds {F} the dog {at}.", "{N} cheers because the dog {F} is back {at}.",
                                          "{N} is happy with the dog {F} {at}.",
                                          "{F} the dog is back and {N} smiles {at}."}};
}

void addGrowingMoments(MomentTable& table) {
    table[Moment::DryUmbrella] = {
        .pose = Pose::Carry,
        .actions = {"walking"},
        .use = Use::Held,
        .weather = Weather::Clouds,
        .phrases = {"{N} walks with a closed {c} umbrella {at}.", "Under grey clouds, {N} carries a {c} umbrella {at}.",
                    "{N} is carrying a closed {c} umbrella {at}.", "{N} takes a {c} umbrella for a walk {at}."}};
    table[Moment::WetUmbrella] = {.pose = Pose::Hold,
                                  .actions = {"standing"},
                                  .use = Use::Held,
                                  .weather = Weather::Rain,
                                  .phrases = {"{N} stands in the rain with a closed {c} umbrella {at}.",
                                              "Rain falls on {N} and a {c} umbrella {at}.",
                                              "It rains, and {N} holds a {c} umbrella {at}.",
                                              "{N} gets wet holding a {c} umbrella {at}."}};
    table[Moment::OpenUmbrella] = {
        .pose = Pose::Hold,
        .actions = {"standing"},
        .thing = Thing::OpenUmbrella,
        .use = Use::Above,
        .weather = Weather::Rain,
        .phrases = {"{N} opens the {c} umbrella in the rain {at}.", "{N} stands dry under an open {c} umbrella {at}.",
                    "Under the open {c} umbrella, {N} stays dry {at}.", "The {c} umbrella is open above {N} {at}."}};
    table[Moment::Puddle] = {
        .pose = Pose::Jump,
        .actions = {"jumping", "smiling"},
        .thing = Thing::Puddle,
        .use = Use::Ground,
        .weather = Weather::Sun,
        .phrases = {"{N} jumps over a puddle in the sun {at}.", "The sun is back, and {N} jumps over a puddle {at}.",
                    "{N} is jumping across a puddle {at}.", "Over a puddle, {N} makes a big jump {at}."}};
    table[Moment::WaterPlant] = {
        .pose = Pose::Water,
        .actions = {"standing"},
        .thing = Thing::Plant,
        .use = Use::Ground,
        .phrases = {"{N} waters a small {c} plant {at}.", "{N} is giving water to a plant in a {c} pot {at}.",
                    "A plant in a {c} pot gets water from {N} {at}.", "{N} pours water on a plant in a {c} pot {at}."}};
    table[Moment::SmallPlant] = {
        .pose = Pose::Sit,
        .actions = {"sitting"},
        .thing = Thing::Plant,
        .use = Use::Ground,
        .seat = true,
        .phrases = {"{N} sits on a {s} near a small plant {at}.", "{N} waits on a {s} beside the small plant {at}.",
                    "On a {s}, {N} watches a small plant {at}.", "{N} watches the small plant from a {s} {at}."}};
    table[Moment::TallPlant] = {.pose = Pose::Cheer,
                                .actions = {"standing", "smiling"},
                                .thing = Thing::TallPlant,
                                .use = Use::Ground,
                                .phrases = {"{N} cheers beside a tall plant with flowers {at}.",
                                            "The plant has grown tall, and {N} smiles {at}.",
                                            "{N} smiles at the tall plant with flowers {at}.",
                                            "Next to {N}, a tall plant has flowers {at}."}};
}

void addAnimalMoments(MomentTable& table) {
    table[Moment::BeastWalk] = {.pose = Pose::Walk,
                                .actions = {"walking"},
                                .phrases = {"{N} the {d} is walking {at}.", "{N} the {d} walks slowly {at}.",
                                            "The {d} {N} goes for a walk {at}.",
                                            "Step by step, the {d} {N} walks {at}."}};
    table[Moment::BeastRun] = {.pose = Pose::Run,
                               .actions = {"running"},
                               .phrases = {"{N} the {d} is running fast {at}.", "{N} the {d} runs very quickly {at}.",
                                           "The {d} {N} races along {at}.", "In a hurry, the {d} {N} runs {at}."}};
    table[Moment::BeastSit] = {.pose = Pose::Sit,
                               .actions = {"sitting"},
                               .phrases = {"{N} the {d} sits down quietly {at}.", "The {d} {N} is sitting {at}.",
                                           "{N} the {d} sits and waits {at}.", "The {d} {N} sits very still {at}."}};
    table[Moment::BeastEat] = {
        .pose = Pose::Eat,
        .actions = {"standing", "eating"},
        .thing = Thing::Bowl,
        .use = Use::Ground,
        .phrases = {"{N} the {d} eats from a bowl {at}.", "{N} the {d} is eating out of a bowl {at}.",
                    "From a bowl, the {d} {N} eats {at}.", "The {d} {N} has a meal in a bowl {at}."}};
    table[Moment::BeastDrink] = {
        .pose = Pose::Drink,
        .actions = {"standing", "drinking"},
        .thing = Thing::Cup,
        .use = Use::Ground,
        .phrases = {"{N} the {d} drinks from a {c} cup {at}.", "{N} the {d} is drinking from a {c} cup {at}.",
                    "From a {c} cup, the {d} {N} drinks {at}.", "The {d} {N} has a drink in a {c} cup {at}."}};
    table[Moment::BeastSleep] = {.pose = Pose::Sleep,
                                 .actions = {"sleeping"},
                                 .symbol = "sleep",
                                 .phrases = {"{N} the {d} is sleeping {at}.", "{N} the {d} sleeps on the ground {at}.",
                                             "The {d} {N} lies asleep {at}.", "Tired now, the {d} {N} sleeps {at}."}};
    table[Moment::BeastLeap] = {.pose = Pose::Jump,
                                .actions = {"jumping"},
                                .phrases = {"{N} the {d} jumps high into the air {at}.",
                                            "{N} the {d} is jumping up {at}.", "The {d} {N} makes a big jump {at}.",
                                            "Full of joy, the {d} {N} jumps {at}."}};
    table[Moment::BeastSearch] = {.pose = Pose::Search,
                                  .actions = {"standing"},
                                  .symbol = "question",
                                  .phrases = {"{N} the {d} looks around and searches {at}.",
                                              "{N} the {d} is searching everywhere {at}.",
                                              "Something is missing, so the {d} {N} searches {at}.",
                                              "The {d} {N} stands searching and wondering {at}."}};
    table[Moment::BeastMeet] = {.pose = Pose::Talk,
                                .actions = {"standing"},
                                .company = Company::Friend,
                                .phrases = {"{N} the {d} meets {F} {at}.", "The {d} {N} stands in front of {F} {at}.",
                                            "{F} is with the {d} {N} {at}.", "{N} the {d} looks at {F} {at}."}};
    table[Moment::BeastBall] = {
        .pose = Pose::Stand,
        .actions = {"standing"},
        .thing = Thing::Ball,
        .use = Use::Ground,
        .phrases = {"{N} the {d} stands near a {c} ball {at}.", "The {d} {N} looks at a {c} ball {at}.",
                    "A {c} ball is in front of {N} the {d} {at}.", "{N} the {d} has found a {c} ball {at}."}};
}

} // namespace storyscope::datasets::storyworld
