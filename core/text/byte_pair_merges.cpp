// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_pair_merges.h"

#include "core/text/vocabulary_file.h"

#include <queue>
#include <tuple>

namespace storyscope::text {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

} // namespace

/// The neighbours of a piece that is still there.
struct BytePairMerges::Link {
    std::size_t before = none;
    std::size_t after = none;
    bool isGone = false;
};

/// Two neighbours that could become one. It is out of date when one of them has become something else.
struct BytePairMerges::Candidate {
    Merge merge;
    std::size_t place = 0; ///< of the left one
    std::int64_t left = 0;
    std::int64_t right = 0;

    bool operator>(const Candidate& other) const {
        return std::tie(merge.rank, place) > std::tie(other.merge.rank, other.place);
    }
};

/// One word while its pieces are merged.
class BytePairMerges::Word {
public:
    Word(const BytePairMerges& merges, std::vector<BytePairPiece>& pieces)
        : m_merges(merges), m_pieces(pieces), m_links(pieces.size()) {
        for (std::size_t place = 0; place < pieces.size(); ++place) {
            m_links[place].before = place > 0 ? place - 1 : none;
            m_links[place].after = place + 1 < pieces.size() ? place + 1 : none;
        }
        for (std::size_t place = 0; place < pieces.size(); ++place) {
            find(place);
        }
        enqueueFound();
    }

    void merge() {
        while (!m_candidates.empty()) {
            // Pairs that come up meanwhile wait until all of this rank are merged, from left to right.
            const std::int64_t rank = m_candidates.top().merge.rank;
            while (!m_candidates.empty() && m_candidates.top().merge.rank == rank) {
                const Candidate candidate = m_candidates.top();
                m_candidates.pop();
                join(candidate);
            }
            enqueueFound();
        }
        std::size_t kept = 0;
        for (std::size_t place = 0; place < m_pieces.size(); ++place) {
            if (!m_links[place].isGone) {
                m_pieces[kept++] = m_pieces[place];
            }
        }
        m_pieces.resize(kept);
    }

private:
    void find(std::size_t place) {
        const std::size_t after = place != none ? m_links[place].after : none;
        if (after == none) {
            return;
        }
        const std::int64_t left = m_pieces[place].id;
        const std::int64_t right = m_pieces[after].id;
        const auto known = m_merges.m_merges.find(keyOf(left, right));
        if (known != m_merges.m_merges.end()) {
            m_found.push_back({.merge = known->second, .place = place, .left = left, .right = right});
        }
    }

    void enqueueFound() {
        for (const Candidate& candidate : m_found) {
            m_candidates.push(candidate);
        }
        m_found.clear();
    }

    void join(const Candidate& candidate) {
        Link& link = m_links[candidate.place];
        const std::size_t after = link.after;
        if (link.isGone || after == none || m_pieces[candidate.place].id != candidate.left ||
            m_pieces[after].id != candidate.right) {
            return;
        }
        m_pieces[candidate.place].id = candidate.merge.merged;
        m_pieces[candidate.place].end = m_pieces[after].end;
        link.after = m_links[after].after;
        m_links[after].isGone = true;
        if (link.after != none) {
            m_links[link.after].before = candidate.place;
        }
        find(link.before);
        find(candidate.place);
    }

    const BytePairMerges& m_merges;
    std::vector<BytePairPiece>& m_pieces;
    std::vector<Link> m_links;
    std::vector<Candidate> m_found; ///< since the queue was last filled
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> m_candidates;
};

BytePairMerges::BytePairMerges(const std::vector<BytePair>& pairs, const Ids& ids) {
    for (std::size_t index = 0; index < pairs.size(); ++index) {
        const auto idOf = [&](const std::string& token) {
            const auto found = ids.find(token);
            if (found == ids.end()) {
                failAtToken("The merges have \"" + token + "\", which the vocabulary has not", index);
            }
            return found->second;
        };
        const auto& [left, right] = pairs[index];
        const std::uint64_t key = keyOf(idOf(left), idOf(right));
        m_merges.insert_or_assign(key, Merge{static_cast<std::int64_t>(index), idOf(left + right)});
    }
}

std::uint64_t BytePairMerges::keyOf(std::int64_t left, std::int64_t right) {
    return (static_cast<std::uint64_t>(left) << 32) | static_cast<std::uint64_t>(right);
}

void BytePairMerges::apply(std::vector<BytePairPiece>& pieces) const {
    Word(*this, pieces).merge();
}

NumberedPairs bytePairsOf(std::string_view text) {
    const std::vector<std::string> lines = vocabularyLines(text);
    NumberedPairs result;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const std::string& line = lines[index];
        if (line.empty() || (index == 0 && line.starts_with("#version"))) {
            continue;
        }
        const std::size_t space = line.find(' ');
        if (space == 0 || space == std::string::npos || space + 1 == line.size() ||
            line.find(' ', space + 1) != std::string::npos) {
            failAtToken("A merge is not two tokens with a space between them", index);
        }
        result.pairs.push_back({.left = line.substr(0, space), .right = line.substr(space + 1)});
        result.lines.push_back(index + 1);
    }
    return result;
}

} // namespace storyscope::text
