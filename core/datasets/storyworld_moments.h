// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld_phrases.h"

#include <map>

namespace storyscope::datasets::storyworld {

/// The rows behind momentInfo(), in groups. To add a moment: a name in Moment, a row here, a beat in a plot.
using MomentTable = std::map<Moment, MomentInfo>;

void addMovingMoments(MomentTable& table);
void addMealMoments(MomentTable& table);
void addTalkMoments(MomentTable& table);
void addQuietMoments(MomentTable& table);
void addJourneyMoments(MomentTable& table);
void addGrowingMoments(MomentTable& table); ///< rain, sun, and plants
void addAnimalMoments(MomentTable& table);

} // namespace storyscope::datasets::storyworld
