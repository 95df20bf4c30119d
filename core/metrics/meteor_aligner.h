// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/meteor_matcher.h"

namespace storyscope::metrics {

/// The matches that METEOR 1.5 chooses, in the order of the reference: no word twice, as many exact words and as few
/// runs as its beam search of width 40 finds. It repeats that search step by step, for equal scores: only exact words
/// and paraphrases of several words count in the comparison, and the distance of a match that is chosen is added to
/// the path that leaves it out.
std::vector<MeteorMatch> meteorAlignment(const MeteorMatches& matches);

} // namespace storyscope::metrics
