// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/listed_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// Captions in the JSON of COCO (Chen et al., arXiv:1504.00325), one file per split or one in all, or in the one of
/// Karpathy and Fei-Fei (CVPR 2015), whose "restval" pictures belong to the training split. Every picture is a story of
/// one frame.
class CocoCaptionsDataset : public ListedStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    CocoCaptionsDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                        Progress& progress);

    std::string format() const override { return "coco captions"; }
};

} // namespace storyscope::datasets
