// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace storyscope::datasets::storyworld {

/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014): the same numbers on
/// every machine, which the distributions of the standard library do not promise. One thread at a time.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    /// A stream of its own for each purpose, so that a new decision in one place moves nothing in another.
    Random(std::uint64_t seed, std::uint64_t purpose);

    std::uint64_t next();
    /// A whole number in [0, limit); limit > 0.
    int below(int limit);
    /// A number in [low, high) on a grid of 65,536 steps.
    double between(double low, double high);
    bool chance(double probability) { return between(0, 1) < probability; }

    template <typename T>
    const T& pick(const std::vector<T>& values) {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

private:
    std::uint64_t m_state;
};

} // namespace storyscope::datasets::storyworld
