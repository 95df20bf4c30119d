// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/caption_pair.h"

#include <array>
#include <cstddef>

namespace storyscope::metrics {

/// What BLEU needs to know of a caption. Those of many captions add up to that of a corpus.
struct BleuStatistics {
    std::array<long, 4> correct{}; ///< n-grams of the hypothesis that occur in a reference, for n = 1..4
    std::array<long, 4> guessed{}; ///< n-grams of the hypothesis
    long hypothesisLength = 0;     ///< words
    long referenceLength = 0;      ///< words of the reference that counts

    BleuStatistics& operator+=(const BleuStatistics& other);
    bool operator==(const BleuStatistics&) const = default;
};

/// Which reference's length counts: the one closest to the hypothesis (of two equally close ones the shorter), or the
/// shortest.
enum class ReferenceLength { Closest, Shortest };

BleuStatistics bleuStatistics(const CaptionPair& pair, ReferenceLength length = ReferenceLength::Closest);

/// How many of the hypothesis' n-grams of `order` words (1..5) occur in a reference, each at most as often as in the
/// one that has it most often.
long matchingNgrams(const CaptionPair& pair, std::size_t order);

} // namespace storyscope::metrics
