// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/datasets/story_dataset.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// "train", "validation" or "test" for every spelling that data sets use in fields and file names ("val", "dev",
/// "validate", "restval", "train2017"); empty if `text` names none.
std::string splitNameIn(const std::string& text);

/// 80 % train, 10 % validation and 10 % test for data that publishes no splits. `groups` has one name per story;
/// stories of one name (an album, a picture) stay together. The same names and seed give the same splits on every
/// machine. Nothing for fewer than three groups.
std::vector<Split> makeSplits(const std::vector<std::string>& groups, std::uint64_t seed);

/// What must not be in two splits.
struct SplitMember {
    std::string storyId;
    std::vector<std::string> pictures;
};

/// One issue for each pair of splits that share story ids, and one for each that share pictures. Throws
/// Error{Cancelled}.
std::vector<Issue> findLeaks(const std::vector<Split>& splits, const std::function<SplitMember(std::size_t)>& member,
                             const std::stop_token& stop);

} // namespace storyscope::datasets
