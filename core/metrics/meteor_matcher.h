// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/meteor.h"

namespace storyscope::metrics {

/// Words of the hypothesis and of the reference that are alike.
struct MeteorMatch {
    MeteorStage stage = MeteorStage::Exact;
    std::size_t hypothesis = 0; ///< the first word
    std::size_t hypothesisLength = 1;
    std::size_t reference = 0; ///< the first word
    std::size_t referenceLength = 1;
};

/// Everything that could be matched.
struct MeteorMatches {
    std::vector<std::vector<MeteorMatch>> at; ///< by the first word in the reference
    std::vector<int> hypothesisCover;         ///< how many matches cover each word
    std::vector<int> referenceCover;
};

/// Equal sentences are matched exactly only.
MeteorMatches meteorMatches(const std::vector<std::string>& hypothesis, const std::vector<std::string>& reference,
                            const MeteorOptions& options);

} // namespace storyscope::metrics
