// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/vist_stories.h"

namespace storyscope::datasets {

/// The descriptions of single photos that VIST publishes beside its stories: files *.description-in-isolation.json with
/// several captions per photo. Laid out, opened and read as VistDataset; captions: groupDescriptions().
class VistDescriptionsDataset : public VistStories {
public:
    static bool recognises(const std::filesystem::path& path);

    VistDescriptionsDataset(const std::filesystem::path& path, const DatasetOptions& options,
                            const std::stop_token& stop, Progress& progress);

    std::string format() const override { return "vist-descriptions"; }
};

} // namespace storyscope::datasets
