// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor_aligner.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace storyscope::metrics {

namespace {

constexpr std::size_t beamWidth = 40;

/// A choice of matches for the first words of the reference.
struct Path {
    std::vector<const MeteorMatch*> chosen; ///< by the first word in the reference; null: none begins there
    std::vector<char> hypothesisUsed;
    std::vector<char> referenceUsed;
    int hypothesisMatches = 0;
    int referenceMatches = 0;
    int chunks = 0;
    long distance = 0;
    std::size_t next = 0;                      ///< the word of the reference behind the last match
    std::optional<std::size_t> lastMatchEnd{}; ///< in the hypothesis, while a chunk is open

    explicit Path(const MeteorMatches& matches)
        : chosen(matches.at.size()), hypothesisUsed(matches.hypothesisCover.size()),
          referenceUsed(matches.referenceCover.size()) {}

    bool uses(const MeteorMatch& match) const {
        const auto isUsed = [](const std::vector<char>& used, std::size_t begin, std::size_t length) {
            const auto first = used.begin() + static_cast<std::ptrdiff_t>(begin);
            return std::any_of(first, first + static_cast<std::ptrdiff_t>(length), [](char word) { return word != 0; });
        };
        return isUsed(hypothesisUsed, match.hypothesis, match.hypothesisLength) ||
               isUsed(referenceUsed, match.reference, match.referenceLength);
    }

    void choose(const MeteorMatch& match) {
        chosen[match.reference] = &match;
        std::fill_n(hypothesisUsed.begin() + static_cast<std::ptrdiff_t>(match.hypothesis), match.hypothesisLength, 1);
        std::fill_n(referenceUsed.begin() + static_cast<std::ptrdiff_t>(match.reference), match.referenceLength, 1);
    }

    /// Steps behind a match that was chosen.
    void pass(const MeteorMatch& match) {
        // Half a point for a word that is not exact, and the fraction is lost.
        const std::size_t parts = match.stage == MeteorStage::Exact ? 1 : 2;
        hypothesisMatches += static_cast<int>(match.hypothesisLength / parts);
        referenceMatches += static_cast<int>(match.referenceLength / parts);
        if (lastMatchEnd && match.hypothesis != *lastMatchEnd) {
            ++chunks;
        }
        next = match.reference + match.referenceLength;
        lastMatchEnd = match.hypothesis + match.hypothesisLength;
    }

    void closeChunk() {
        chunks += lastMatchEnd ? 1 : 0;
        lastMatchEnd.reset();
    }

    bool isBetterThan(const Path& other) const {
        return std::tuple(-(hypothesisMatches + referenceMatches), chunks, distance) <
               std::tuple(-(other.hypothesisMatches + other.referenceMatches), other.chunks, other.distance);
    }
};

long distanceOf(const MeteorMatch& match) {
    return std::abs(static_cast<long>(match.reference) - static_cast<long>(match.hypothesis));
}

bool isCoveredOnce(const MeteorMatches& matches, const MeteorMatch& match) {
    const auto isOnce = [](const std::vector<int>& cover, std::size_t begin, std::size_t length) {
        const auto first = cover.begin() + static_cast<std::ptrdiff_t>(begin);
        return std::all_of(first, first + static_cast<std::ptrdiff_t>(length), [](int count) { return count == 1; });
    };
    return isOnce(matches.hypothesisCover, match.hypothesis, match.hypothesisLength) &&
           isOnce(matches.referenceCover, match.reference, match.referenceLength);
}

/// Matches without an alternative are chosen from the start.
Path initialPath(const MeteorMatches& matches) {
    Path path(matches);
    for (const auto& candidates : matches.at) {
        if (candidates.size() == 1 && isCoveredOnce(matches, candidates.front())) {
            path.choose(candidates.front());
        }
    }
    return path;
}

/// What can become of a path at the reference's word `current`.
void extend(Path path, std::size_t current, const std::vector<MeteorMatch>& candidates, std::vector<Path>& extended) {
    if (path.referenceUsed[current] != 0) {
        if (current >= path.next) {
            const MeteorMatch* const fixed = path.chosen[path.next];
            if (fixed == nullptr) {
                return;
            }
            path.pass(*fixed);
            path.distance += distanceOf(*fixed);
        }
        extended.push_back(std::move(path));
        return;
    }
    for (const MeteorMatch& match : candidates) {
        if (!path.uses(match)) {
            extended.push_back(path);
            extended.back().choose(match);
            extended.back().pass(match);
            path.distance += distanceOf(match);
        }
    }
    path.closeChunk();
    ++path.next;
    extended.push_back(std::move(path));
}

void sortBestFirst(std::vector<Path>& paths) {
    std::ranges::stable_sort(paths, [](const Path& a, const Path& b) { return a.isBetterThan(b); });
}

} // namespace

std::vector<MeteorMatch> meteorAlignment(const MeteorMatches& matches) {
    std::vector<Path> paths{initialPath(matches)};
    for (std::size_t current = 0; current < matches.at.size(); ++current) {
        sortBestFirst(paths);
        const Path best = paths.front();
        std::vector<Path> extended;
        for (std::size_t rank = 0; rank < std::min(beamWidth, paths.size()); ++rank) {
            extend(std::move(paths[rank]), current, matches.at[current], extended);
        }
        paths = extended.empty() ? std::vector{best} : std::move(extended);
    }
    sortBestFirst(paths);
    paths.erase(paths.begin() + static_cast<std::ptrdiff_t>(std::min(beamWidth, paths.size())), paths.end());
    std::ranges::for_each(paths, &Path::closeChunk);
    sortBestFirst(paths);
    std::vector<MeteorMatch> alignment;
    for (const MeteorMatch* const match : paths.front().chosen) {
        if (match != nullptr) {
            alignment.push_back(*match);
        }
    }
    return alignment;
}

} // namespace storyscope::metrics
