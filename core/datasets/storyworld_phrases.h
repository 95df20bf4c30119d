// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_figure.h"
#include "core/datasets/storyworld_objects.h"
#include "core/datasets/storyworld_places.h"

#include <optional>
#include <string>
#include <vector>

namespace storyscope::datasets::storyworld {

/// What can happen in one beat.
enum class Moment {
    Walk,
    Run,
    Rest,
    EatSnack,
    EatMeal,
    DrinkCup,
    DrinkBottle,
    ReadBook,
    Write,
    UseLaptop,
    UsePhone,
    TalkTo,
    Wave,
    Leap,
    Sleep,
    WakeUp,
    Cook,
    Dance,
    Carry,
    PutDown,
    Show,
    BesideVehicle,
    Ride,
    Drive,
    Cheer,
    Search,
    RestBeside,
    DryUmbrella,
    WetUmbrella,
    OpenUmbrella,
    Puddle,
    WaterPlant,
    SmallPlant,
    TallPlant,
    WalkDog,
    RestWithDog,
    FindDog,
    BeastWalk,
    BeastRun,
    BeastSit,
    BeastEat,
    BeastDrink,
    BeastSleep,
    BeastLeap,
    BeastSearch,
    BeastMeet,
    BeastBall,
    Pastime, ///< what people do at the place of this beat; becomes one of the others
};

/// How the thing of a moment is shown.
enum class Use {
    Nothing,
    Held,
    OnTable,
    Beside,
    Ridden,
    Inside,
    Ground,
    Head,
    Above,
    BehindFigure,
};

/// Who else is there.
enum class Company { Nobody, Friend, Dog };

/// A moment in pictures and in words.
struct MomentInfo {
    Pose pose = Pose::Stand;
    std::vector<std::string> actions = {}; ///< tags
    Thing thing = Thing::None;             ///< None: the story's own thing if `use` asks for one
    Use use = Use::Nothing;
    bool seat = false; ///< a bench, chair or sofa is under the character
    Company company = Company::Nobody;
    std::optional<Weather> weather = {};   ///< where the moment has a weather of its own
    std::string symbol = {};               ///< "talk", "sleep", "music", "question" above the head
    std::vector<std::string> phrases = {}; ///< four to six; slots in braces, see fillPhrase()
};
const MomentInfo& momentInfo(Moment moment);

/// What the slots of a phrase stand for.
struct Slots {
    std::string name;  ///< {N}
    std::string other; ///< {F}
    std::string color; ///< {c}
    std::string thing; ///< {o}
    std::string food;  ///< {food}, with its article
    std::string seat;  ///< {s}
    std::string place; ///< {at}
    std::string beast; ///< {d}: "dog", "cat"
};
std::string fillPhrase(const std::string& phrase, const Slots& slots);

} // namespace storyscope::datasets::storyworld
