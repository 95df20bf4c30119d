// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/vist_descriptions_dataset.h"

namespace storyscope::datasets {

bool VistDescriptionsDataset::recognises(const std::filesystem::path& path) {
    return !findVistFiles(path, VistTier::DescriptionInIsolation, {}).empty();
}

VistDescriptionsDataset::VistDescriptionsDataset(const std::filesystem::path& path, const DatasetOptions& options,
                                                 const std::stop_token& stop, Progress& progress)
    : VistStories({path, VistTier::DescriptionInIsolation, "VIST descriptions", groupDescriptions}, options, stop,
                  progress) {}

} // namespace storyscope::datasets
