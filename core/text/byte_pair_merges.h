// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace storyscope::text {

/// A token of a byte-pair vocabulary in the making, and the bytes of the word that it stands for.
struct BytePairPiece {
    std::int64_t id = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Two tokens that become one, as merges.txt has them.
struct BytePair {
    std::string left;
    std::string right;
};

/// Which neighbours become one token, and in which order. Immutable and thread-safe. Source: Sennrich et al. 2016,
/// "Neural machine translation of rare words with subword units".
class BytePairMerges {
public:
    using Ids = std::unordered_map<std::string, std::int64_t>;

    /// Of equal pairs the last counts. Throws Error{Malformed} that counts from the first pair as row 1 if a token or
    /// what two of them make is not in `ids`.
    BytePairMerges(const std::vector<BytePair>& pairs, const Ids& ids);

    /// Merges neighbours, the first pair of the list first, until no pair is left. Takes O(n log n).
    void apply(std::vector<BytePairPiece>& pieces) const;

private:
    struct Merge {
        std::int64_t rank = 0;
        std::int64_t merged = 0;
    };
    struct Link;
    struct Candidate;
    class Word;

    static std::uint64_t keyOf(std::int64_t left, std::int64_t right);

    std::unordered_map<std::uint64_t, Merge> m_merges;
};

/// The pairs of a merges.txt: two tokens and a space between them per line; empty lines and a first line that begins
/// with "#version" are none. Throws Error{Malformed} with the line.
struct NumberedPairs {
    std::vector<BytePair> pairs;
    std::vector<std::size_t> lines; ///< of each pair, from 1
};
NumberedPairs bytePairsOf(std::string_view text);

} // namespace storyscope::text
