// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace storyscope {

/// A small random generator of its own, so that choices are the same with every standard library and do not
/// depend on which thread makes them. Source: SplitMix64, Steele et al. 2014, "Fast splittable pseudorandom number
/// generators".
class Random {
public:
    /// Generators of different keys are independent: {seed, epoch, batch}.
    explicit Random(std::initializer_list<std::uint64_t> keys);

    std::uint64_t next();
    /// [0, 1)
    double uniform();
    double uniform(double lowest, double highest) { return lowest + (highest - lowest) * uniform(); }
    /// [0, count); count ≥ 1
    std::size_t below(std::size_t count);
    bool chance(double probability) { return uniform() < probability; }

    /// 0 … count − 1 in random order.
    std::vector<std::size_t> permutation(std::size_t count);

private:
    std::uint64_t m_state = 0;
};

} // namespace storyscope
