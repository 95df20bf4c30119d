// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/caption_pair.h"

#include <stop_token>
#include <vector>

namespace storyscope::metrics {

/// CIDEr-D of each caption, from 0 to 10; of a corpus it is the mean. How rare an n-gram is comes from the references
/// of the whole corpus, so a corpus of one caption scores 0. n = 1..4, σ = 6, no stemming. Throws Error{Cancelled}.
/// Sources: Vedantam et al. 2015; salaniz/pycocoevalcap, cider/cider_scorer.py.
std::vector<double> ciderD(const std::vector<CaptionPair>& corpus, const std::stop_token& stop);

} // namespace storyscope::metrics
