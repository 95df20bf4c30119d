// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/listed_stories.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace storyscope::datasets {

/// Pictures with a metadata.jsonl, metadata.csv or metadata.parquet beside them, as the ImageFolder of the Hugging Face
/// datasets library: a column file_name and one of text, caption, captions, description. Folders called train,
/// validation and test are the splits. Every picture is a story of one frame.
class ImageFolderDataset : public ListedStories {
public:
    /// Whether the file, or the folder in which such a file is, has this shape.
    static bool recognises(const std::filesystem::path& path);

    /// Throws Error{Malformed} or {Unsupported} for lists that cannot be used, Unreadable, Cancelled.
    ImageFolderDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                       Progress& progress);

    std::string format() const override { return "image folder"; }
};

} // namespace storyscope::datasets
