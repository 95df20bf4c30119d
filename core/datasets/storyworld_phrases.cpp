// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_phrases.h"

#include "core/datasets/storyworld_moments.h"

#include <array>
#include <utility>

namespace storyscope::datasets::storyworld {

const MomentInfo& momentInfo(Moment moment) {
    static const MomentTable table = [] {
        MomentTable filled;
        addMovingMoments(filled);
        addMealMoments(filled);
        addTalkMoments(filled);
        addQuietMoments(filled);
        addJourneyMoments(filled);
        addGrowingMoments(filled);
        addAnimalMoments(filled);
        return filled;
    }();
    return table.at(moment);
}

std::string fillPhrase(const std::string& phrase, const Slots& slots) {
    const std::array<std::pair<std::string, const std::string*>, 8> values = {{{"{N}", &slots.name},
                                                                               {"{F}", &slots.other},
                                                                               {"{c}", &slots.color},
                                                                               {"{o}", &slots.thing},
                                                                               {"{food}", &slots.food},
                                                                               {"{s}", &slots.seat},
                                                                               {"{at}", &slots.place},
                                                                               {"{d}", &slots.beast}}};
    std::string text = phrase;
    for (const auto& [slot, value] : values) {
        for (std::size_t at = text.find(slot); at != std::string::npos; at = text.find(slot, at + value->size())) {
            text.replace(at, slot.size(), *value);
        }
    }
    return text;
}

} // namespace storyscope::datasets::storyworld
