// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"

#include <cstddef>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::inference {

/// How often captions occur: what someone could guess without looking at any picture.
struct KnownCaptions {
    using Counts = std::map<std::string, std::size_t>;

    Counts all;   ///< of frames
    Counts last;  ///< of the last frames of stories whose order is true
    Counts whole; ///< of whole stories: see datasets::wholeCaptions()

    /// Counts the training split if the data has one, else the evaluated stories themselves, which makes the floors
    /// harder to beat. Throws Error{Cancelled}.
    static KnownCaptions count(const datasets::StoryDataset& dataset, const std::vector<std::size_t>& evaluated,
                               const std::stop_token& stop, Progress& progress);
};

/// The caption that occurs most often, ties to the first in alphabetical order; empty without captions.
std::string mostFrequent(const KnownCaptions::Counts& counts);

} // namespace storyscope::inference
