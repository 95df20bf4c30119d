// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/evaluation.h"

#include <cstddef>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// On which place of its candidates each story has the right one.
struct StoryRanks {
    using Ranks = std::vector<std::size_t>; ///< per story, from 1

    std::vector<std::size_t> stories; ///< numbers among those that were told
    std::vector<std::size_t> candidates;
    Ranks ranks;
    std::map<std::string, Ranks> floors; ///< by what needs no model
    std::map<std::string, Ranks> gaps;   ///< with another input
};

/// `PREFIX_median_rank`, `PREFIX_recall_at_1`, `_5` and `_10`, beside chance; no recall at as many places as there are
/// candidates. `what` for definitions: "the true last picture among all 20, by …". None without stories. Throws
/// Error{Cancelled}.
std::vector<Score> rankScores(const std::string& prefix, const std::string& what, const StoryRanks& ranks,
                              const std::stop_token& stop);

} // namespace storyscope::inference
