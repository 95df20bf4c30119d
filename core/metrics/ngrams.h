// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace storyscope::metrics {

/// Up to five words by their numbers; 0 fills the places that are not used.
using Ngram = std::array<std::uint32_t, 5>;

struct NgramHash {
    std::size_t operator()(const Ngram& ngram) const;
};

using NgramCounts = std::unordered_map<Ngram, long, NgramHash>;

/// Numbers words from 1 in the order in which they are first seen, so that n-grams are compared as numbers.
class WordNumbers {
public:
    std::uint32_t numberOf(const std::string& word);
    std::vector<std::uint32_t> numbersOf(const std::vector<std::string>& words);

private:
    std::unordered_map<std::string, std::uint32_t> m_numbers;
};

/// How often each n-gram of `order` words (1..5) occurs.
NgramCounts countNgrams(std::span<const std::uint32_t> words, std::size_t order);

/// The words between white space (as Python's str.split() finds them in ASCII text).
std::vector<std::string> wordsBetweenSpaces(std::string_view text);

/// The words with one space between each two.
std::string joinedBySpaces(const std::vector<std::string>& words);

} // namespace storyscope::metrics
