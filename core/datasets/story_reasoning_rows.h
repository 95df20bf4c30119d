// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/grouped_issues.h"
#include "core/formats/parquet.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// One file of the data set: "data/train-00000-of-00002.parquet".
struct StoryReasoningShard {
    std::unique_ptr<const formats::ParquetFile> file;
    std::string split; ///< by the file's name; empty if that names none
};

/// What is kept in memory of a story: texts and names, no picture.
struct StoryReasoningRow {
    std::size_t shard = 0;
    std::size_t rowGroup = 0;
    std::size_t row = 0; ///< in the row group
    std::string id;
    std::string story;                     ///< in the grammar of grounded_text.h, valid UTF-8
    std::string thoughts;                  ///< in the Markdown of chain_of_thought.h, valid UTF-8; may be empty
    std::vector<std::string> pictureNames; ///< one per picture; empty where the file has none
};

/// Whether the file has the columns of the data set: story_id, images and story.
bool hasStoryReasoningColumns(const formats::ParquetFile& file);

/// The file itself, or the .parquet files of the folder or of its folder "data", in natural order. Throws
/// Error{Unreadable}.
std::vector<std::filesystem::path> parquetFilesOf(const std::filesystem::path& path);

/// What belongs to the shard that is read.
struct StoryReasoningReading {
    const StoryReasoningShard& shard;
    std::size_t shardNumber = 0;
    std::vector<StoryReasoningRow>& rows; ///< get the stories
    GroupedIssues& issues;
};

/// Appends the rows of one shard. A row group that cannot be read is an issue. Throws Error{Cancelled}.
void readStoryReasoningRows(const StoryReasoningReading& reading, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::datasets
