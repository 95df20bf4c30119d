// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/storyworld_random.h"

namespace storyscope::datasets::storyworld {

Random::Random(std::uint64_t seed, std::uint64_t purpose) : m_state(seed) {
    m_state = next() ^ (purpose * 0xD1B54A32D192ED03ULL);
    next();
}

std::uint64_t Random::next() {
    m_state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = m_state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
}

int Random::below(int limit) {
    return static_cast<int>((next() >> 32) * static_cast<std::uint64_t>(limit) >> 32);
}

double Random::between(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 48) / 65536.0);
}

} // namespace storyscope::datasets::storyworld
