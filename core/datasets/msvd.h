// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/clip_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// MSVD (Chen and Dolan, ACL 2011): AllVideoDescriptions.txt with lines "<video>_<start>_<end> caption" and a folder of
/// clips. With youtube_mapping.txt the clips vid1 to vid1200 are for training, 100 more for validation, 670 for
/// testing.
class MsvdDataset : public ClipStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    MsvdDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                Progress& progress);

    std::string format() const override { return "msvd"; }
};

} // namespace storyscope::datasets
