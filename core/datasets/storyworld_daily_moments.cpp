// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_moments.h"

namespace storyscope::datasets::storyworld {

void addMovingMoments(MomentTable& table) {
    table[Moment::Walk] = {.pose = Pose::Walk,
                           .actions = {"walking"},
                           .phrases = {"{N} is walking slowly {at}.", "{N} takes a quiet walk {at}.",
                                       "Step by step, {N} walks {at}.", "Here {N} goes for a walk {at}.",
                                       "{N} strolls along without hurry {at}."}};
    table[Moment::Run] = {.pose = Pose::Run,
                          .actions = {"running"},
                          .phrases = {"{N} is running fast {at}.", "{N} runs very quickly {at}.",
                                      "In a hurry, {N} runs {at}.", "Here {N} races along {at}.",
                                      "{N} sprints as fast as possible {at}."}};
    table[Moment::Wave] = {.pose = Pose::Wave,
                           .actions = {"standing", "smiling"},
                           .phrases = {"{N} smiles and waves {at}.", "With a big smile, {N} waves {at}.",
                                       "{N} is waving happily {at}.", "{N} stands smiling and waving {at}.",
                                       "{N} says hello with a happy wave {at}."}};
    table[Moment::Leap] = {.pose = Pose::Jump,
                           .actions = {"jumping", "smiling"},
                           .phrases = {"{N} jumps high into the air {at}.", "Full of joy, {N} jumps {at}.",
                                       "{N} is jumping up and down {at}.", "{N} makes a big jump {at}.",
                                       "Up in the air, {N} leaps {at}."}};
    table[Moment::Dance] = {.pose = Pose::Dance,
                            .actions = {"dancing", "smiling"},
                            .symbol = "music",
                            .phrases = {"{N} dances to loud music {at}.", "{N} is dancing happily {at}.",
                                        "To some music, {N} dances {at}.", "{N} does a little dance {at}.",
                                        "{N} moves to the rhythm of a song {at}."}};
    table[Moment::Search] = {.pose = Pose::Search,
                             .actions = {"standing"},
                             .symbol = "question",
                             .phrases = {"{N} looks around and searches {at}.", "{N} is searching everywhere {at}.",
                                         "Something is missing, so {N} searches {at}.",
                                         "{N} stands searching and wondering {at}.",
                                         "{N} cannot find something and looks around {at}."}};
    table[Moment::Carry] = {.pose = Pose::Carry,
                            .actions = {"walking"},
                            .use = Use::Held,
                            .phrases = {"{N} carries a {c} {o} {at}.", "{N} is walking with a {c} {o} {at}.",
                                        "With a {c} {o}, {N} walks {at}.", "{N} takes the {c} {o} along {at}.",
                                        "A {c} {o} goes along with {N} {at}."}};
    table[Moment::Show] = {.pose = Pose::Hold,
                           .actions = {"standing"},
                           .use = Use::Held,
                           .phrases = {"{N} stands holding a {c} {o} {at}.", "{N} is holding up a {c} {o} {at}.",
                                       "A {c} {o} is in the hand of {N} {at}.", "{N} shows a {c} {o} {at}."}};
    table[Moment::PutDown] = {
        .pose = Pose::Reach,
        .actions = {"standing"},
        .use = Use::OnTable,
        .phrases = {"{N} puts a {c} {o} on a table {at}.", "{N} sets the {c} {o} on a table {at}.",
                    "A {c} {o} is on the table beside {N} {at}.", "{N} stands by a table with a {c} {o} {at}."}};
}

void addMealMoments(MomentTable& table) {
    table[Moment::EatSnack] = {.pose = Pose::SitEat,
                               .actions = {"sitting", "eating"},
                               .thing = Thing::Apple,
                               .use = Use::Held,
                               .seat = true,
                               .phrases = {"{N} sits on a {s} eating {food} {at}.", "{N} eats {food} on a {s} {at}.",
                                           "On a {s}, {N} is eating {food} {at}.",
                                           "{N} has {food} while sitting on a {s} {at}.",
                                           "{N} bites into {food} on a {s} {at}."}};
    table[Moment::EatMeal] = {.pose = Pose::SitEat,
                              .actions = {"sitting", "eating"},
                              .use = Use::Held,
                              .seat = true,
                              .phrases = {"{N} is eating {food} {at}.", "{N} sits down and eats {food} {at}.",
                                          "{N} enjoys {food} {at}.", "Sitting down, {N} eats {food} {at}.",
                                          "For a meal, {N} has {food} {at}."}};
    table[Moment::DrinkCup] = {.pose = Pose::SitDrink,
                               .actions = {"sitting", "drinking"},
                               .thing = Thing::Cup,
                               .use = Use::Held,
                               .seat = true,
                               .phrases = {"{N} sits and drinks from a {c} cup {at}.",
                                           "{N} is drinking from a {c} cup {at}.", "From a {c} cup, {N} drinks {at}.",
                                           "{N} has a drink in a {c} cup {at}.",
                                           "{N} sips something warm from a {c} cup {at}."}};
    table[Moment::DrinkBottle] = {
        .pose = Pose::Drink,
        .actions = {"standing", "drinking"},
        .thing = Thing::Bottle,
        .use = Use::Held,
        .phrases = {"{N} drinks from a {c} bottle {at}.", "{N} stands drinking from a {c} bottle {at}.",
                    "From a {c} bottle, {N} takes a drink {at}.", "{N} is drinking out of a {c} bottle {at}.",
                    "{N} lifts a {c} bottle to drink {at}."}};
    table[Moment::Cook] = {.pose = Pose::Cook,
                           .actions = {"standing", "cooking"},
                           .symbol = "steam",
                           .phrases = {"{N} is cooking at the stove {at}.", "{N} cooks a hot meal {at}.",
                                       "At the stove, {N} is cooking {at}.", "{N} stirs a hot pot {at}.",
                                       "{N} prepares food in a red pot {at}."}};
}

void addTalkMoments(MomentTable& table) {
    table[Moment::UsePhone] = {.pose = Pose::Phone,
                               .actions = {"standing", "talking"},
                               .thing = Thing::Phone,
                               .use = Use::Head,
                               .symbol = "talk",
                               .phrases = {"{N} talks on a {c} phone {at}.", "{N} is talking into a {c} phone {at}.",
                                           "With a {c} phone, {N} makes a call {at}.",
                                           "{N} stands talking on the {c} phone {at}.",
                                           "{N} chats on a {c} phone {at}."}};
    table[Moment::TalkTo] = {.pose = Pose::Talk,
                             .actions = {"standing", "talking"},
                             .company = Company::Friend,
                             .symbol = "talk",
                             .phrases = {"{N} talks to {F} {at}.", "{N} and {F} are talking {at}.",
                                         "{N} tells {F} something {at}.", "{F} listens while {N} talks {at}.",
                                         "{N} chats with {F} for a while {at}."}};
}

void addQuietMoments(MomentTable& table) {
    table[Moment::Rest] = {.pose = Pose::Sit,
                           .actions = {"sitting"},
                           .seat = true,
                           .phrases = {"{N} sits on a {s} {at}.", "{N} is resting on a {s} {at}.",
                                       "On a {s}, {N} takes a rest {at}.", "{N} has a seat on a {s} {at}.",
                                       "{N} relaxes on a {s} {at}."}};
    table[Moment::ReadBook] = {.pose = Pose::SitRead,
                               .actions = {"sitting", "reading"},
                               .thing = Thing::OpenBook,
                               .use = Use::Held,
                               .seat = true,
                               .phrases = {"{N} sits and reads a {c} book {at}.", "{N} is reading a {c} book {at}.",
                                           "With a {c} book, {N} sits reading {at}.", "{N} reads in a {c} book {at}.",
                                           "{N} studies the pages of a {c} book {at}."}};
    table[Moment::Write] = {.pose = Pose::Write,
                            .actions = {"sitting", "writing"},
                            .thing = Thing::Paper,
                            .use = Use::OnTable,
                            .seat = true,
                            .phrases = {"{N} is writing at a table {at}.", "{N} writes a page at a table {at}.",
                                        "At a table, {N} writes on paper {at}.", "{N} sits at a table and writes {at}.",
                                        "{N} fills a sheet of paper at a table {at}."}};
    table[Moment::UseLaptop] = {.pose = Pose::Write,
                                .actions = {"sitting", "writing"},
                                .thing = Thing::Laptop,
                                .use = Use::OnTable,
                                .seat = true,
                                .phrases = {"{N} writes on a {c} laptop {at}.", "{N} is working on a {c} laptop {at}.",
                                            "At a {c} laptop, {N} works {at}.",
                                            "{N} sits typing on a {c} laptop {at}."}};
    table[Moment::Sleep] = {.pose = Pose::Sleep,
                            .actions = {"sleeping"},
                            .use = Use::Inside,
                            .symbol = "sleep",
                            .phrases = {"{N} is sleeping in a bed {at}.", "{N} sleeps soundly in a bed {at}.",
                                        "In a soft bed, {N} sleeps {at}.", "{N} lies asleep in the bed {at}.",
                                        "{N} dreams under a blanket in a bed {at}."}};
    table[Moment::WakeUp] = {
        .pose = Pose::SitUp,
        .actions = {"sitting", "smiling"},
        .use = Use::BehindFigure,
        .phrases = {"{N} wakes up and sits on the bed {at}.", "Awake now, {N} sits on the bed {at}.",
                    "{N} sits on the bed and stretches {at}.", "{N} is sitting on the bed, smiling {at}."}};
}

} // namespace storyscope::datasets::storyworld
