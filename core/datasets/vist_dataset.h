// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/vist_stories.h"

namespace storyscope::datasets {

/// The stories of VIST (Huang et al., "Visual Storytelling", NAACL 2016), also as writeVist() writes them: a folder
/// with annotations/sis/{train,val,test}.story-in-sequence.json and images/{train,val,test}/<photo id>.{jpg,png,gif}, a
/// folder with such files up to two levels below it, or one such file. Captions: groupStories().
class VistDataset : public VistStories {
public:
    /// By the published file names, else by the content of JSON files.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} for an annotation file that is no JSON of this shape, Error{Unsupported} if there is no
    /// complete story, Error{Cancelled}.
    VistDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                Progress& progress);

    std::string format() const override { return "vist"; }
};

} // namespace storyscope::datasets
