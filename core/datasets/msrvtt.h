// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/clip_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// MSR-VTT (Xu et al., CVPR 2016): …videodatainfo.json with "videos" and "sentences", or the csv of the JSFUSION test
/// split (columns video_id and sentence), and a folder of videos.
class MsrVttDataset : public ClipStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    MsrVttDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                  Progress& progress);

    std::string format() const override { return "msr-vtt"; }
};

} // namespace storyscope::datasets
