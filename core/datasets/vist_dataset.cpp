// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_dataset.h"

namespace storyscope::datasets {

bool VistDataset::recognises(const std::filesystem::path& path) {
    return !findVistFiles(path, VistTier::StoryInSequence, {}).empty();
}

VistDataset::VistDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                         Progress& progress)
    : VistStories({path, VistTier::StoryInSequence, "VIST stories", groupStories}, options, stop, progress) {}

} // namespace storyscope::datasets
