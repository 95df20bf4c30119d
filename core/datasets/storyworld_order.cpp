// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_order.h"

#include "core/datasets/storyworld_random.h"

#include <utility>

namespace storyscope::datasets::storyworld {

namespace {

int inversions(const std::array<BeatSource, beatsPerStory>& beats) {
    int count = 0;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        for (std::size_t k = i + 1; k < beats.size(); ++k) {
            count += beats[i].beat > beats[k].beat ? 1 : 0;
        }
    }
    return count;
}

void shuffle(BeatOrder& order, Random& random) {
    while (inversions(order.beats) == 0) {
        for (int i = beatsPerStory - 1; i > 0; --i) {
            std::swap(order.beats[static_cast<std::size_t>(i)],
                      order.beats[static_cast<std::size_t>(random.below(i + 1))]);
        }
    }
    order.score = static_cast<float>(0.1 + 0.7 * (1 - inversions(order.beats) / 10.0));
}

/// Another seed on the same side of firstHeldOutSeed, so that no trained story shows a held-out one.
std::uint64_t otherSeed(std::uint64_t seed, Random& random) {
    const std::uint64_t draw = random.next() % (firstHeldOutSeed - 1);
    return seed < firstHeldOutSeed ? (seed + 1 + draw) % firstHeldOutSeed : seed + firstHeldOutSeed + draw;
}

void mix(BeatOrder& order, std::uint64_t seed, Random& random) {
    const std::uint64_t other = otherSeed(seed, random);
    const int foreign = 1 + random.below(3);
    for (int replaced = 0; replaced < foreign;) {
        BeatSource& source = order.beats[static_cast<std::size_t>(random.below(beatsPerStory))];
        if (source.seed != other) {
            source.seed = other;
            ++replaced;
        }
    }
    order.score = static_cast<float>(0.6 * (beatsPerStory - foreign) / beatsPerStory);
}

} // namespace

BeatOrder orderOf(std::uint64_t seed) {
    Random random(seed, 900);
    const int kind = random.below(10);
    BeatOrder order;
    for (int beat = 0; beat < beatsPerStory; ++beat) {
        order.beats[static_cast<std::size_t>(beat)] = {seed, beat};
    }
    if (kind >= 8) {
        order.coherence = Coherence::Mixed;
        mix(order, seed, random);
    } else if (kind >= 6) {
        order.coherence = Coherence::Shuffled;
        shuffle(order, random);
    }
    return order;
}

} // namespace storyscope::datasets::storyworld
