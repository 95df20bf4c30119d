// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/listed_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// A csv file with a row per frame: story_id, frame, caption, tags (separated by ";"), score in [0, 1], and picture,
/// which may be left out. Rows of a story may be anywhere; frames are ordered by their numbers.
class SyntheticMetadataDataset : public ListedStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    SyntheticMetadataDataset(const std::filesystem::path& path, const DatasetOptions& options,
                             const std::stop_token& stop, Progress& progress);

    std::string format() const override { return "synthetic metadata"; }
};

/// Writes the texts of a data set in that form, atomically. Captions of clips are not part of it. Throws Error.
void writeSyntheticMetadata(const StoryDataset& dataset, const std::filesystem::path& file, const std::stop_token& stop,
                            Progress& progress);

} // namespace storyscope::datasets
