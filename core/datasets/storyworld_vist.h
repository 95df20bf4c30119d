// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <stop_token>

namespace storyscope::datasets::storyworld {

struct VistOptions {
    std::filesystem::path folder;
    std::uint64_t firstSeed = 1;
    std::uint64_t stories = 100;
    int sizePixels = 128;
};

/// Writes stories as a folder in VIST's layout: annotations/sis/{train,val,test}.story-in-sequence.json and
/// images/{train,val,test}/<photo id>.png. What VIST has no field for (other phrasings, tags, boxes, score) is in the
/// additional member "storyscope" of each annotation. VistDataset reads it. The annotations appear last. Throws Error.
void writeVist(const VistOptions& options, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::datasets::storyworld
