// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"

#include <numeric>
#include <utility>

namespace storyscope {

Random::Random(std::initializer_list<std::uint64_t> keys) {
    for (const std::uint64_t key : keys) {
        m_state = next() ^ (key * 0x9E3779B97F4A7C15ULL);
    }
}

std::uint64_t Random::next() {
    m_state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

double Random::uniform() {
    return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

std::size_t Random::below(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
}

std::vector<std::size_t> Random::permutation(std::size_t count) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = count; i > 1; --i) {
        std::swap(order[i - 1], order[below(i)]);
    }
    return order;
}

} // namespace storyscope
