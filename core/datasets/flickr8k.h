// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/listed_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// Flickr8k (Hodosh, Young, Hockenmaier, JAIR 2013) and whatever has its form: a token file ("name.jpg#0<TAB>caption")
/// or a csv file with the columns image and caption; or Flickr30k's results.csv with its bars between image_name and
/// comment, whose one published row without its second bar is an issue. Every picture is a story of one frame; the
/// published splits are lists of picture names in …trainImages.txt, …devImages.txt and …testImages.txt.
class Flickr8kDataset : public ListedStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    Flickr8kDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                    Progress& progress);

    std::string format() const override { return "flickr8k"; }
};

} // namespace storyscope::datasets
