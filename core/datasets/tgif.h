// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/clip_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// TGIF (Li et al., CVPR 2016): lines "address<TAB>sentence" in a .tsv file, lists of addresses in splits/{train,val,
/// test}.txt, and a folder of GIFs called as the addresses end.
class TgifDataset : public ClipStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    TgifDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                Progress& progress);

    std::string format() const override { return "tgif"; }
};

} // namespace storyscope::datasets
