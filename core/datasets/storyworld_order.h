// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/storyworld.h"

#include <array>

namespace storyscope::datasets::storyworld {

/// Where a frame of a story comes from.
struct BeatSource {
    std::uint64_t seed = 0;
    int beat = 0;
};

/// The frames of a seed's story as tell() shows them.
struct BeatOrder {
    Coherence coherence = Coherence::Coherent;
    std::array<BeatSource, beatsPerStory> beats;
    float score = 1;
};

/// Coherent: score 1. Shuffled: 0.1 + 0.7 · (1 − d), d being the share of the ten pairs of frames that are out of order
/// (Kendall's distance, normalised). Mixed: 0.6 · own / 5, `own` of the five frames (two to four) being the story's
/// own.
BeatOrder orderOf(std::uint64_t seed);

} // namespace storyscope::datasets::storyworld
