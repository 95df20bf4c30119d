// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/caption_writer.h"

#include <nlohmann/json.hpp>

#include <QString>
#include <cstdint>
#include <vector>

namespace storyscope::test {

/// One text that the library `transformers` wrote, to be written again.
struct ReferenceText {
    nlohmann::json recorded;               ///< "args", "sequences" and perhaps "sequences_scores" of both stories
    std::size_t story = 0;                 ///< of the two
    std::vector<std::int64_t> prompt = {}; ///< the text begins with it; at least the begin token
    std::int64_t endId = 0;
    std::int64_t padId = 0;
};

/// Writes the texts of a reference again and tells where they differ from it; empty if they are equal, scores to 1e-4.
QString differenceFrom(const ReferenceText& reference, const inference::StoryEngine& engine,
                       const inference::CaptionSource& source);

} // namespace storyscope::test
