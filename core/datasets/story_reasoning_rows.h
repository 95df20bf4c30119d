// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/datasets/grouped_issues.h"
#include "core/datasets/parquet_shards.h"

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

/// What is kept in memory of a story: its text and names, no notes and no picture.
struct StoryReasoningRow {
    ParquetPlace place;
    std::string id;
    std::string story;                     ///< in the grammar of grounded_text.h, valid UTF-8
    std::vector<std::string> pictureNames; ///< one per picture; empty where the file has none
};

/// Whether the file has the columns of the data set: story_id, images and story.
bool hasStoryReasoningColumns(const formats::ParquetFile& file);

/// The notes of a row, in the Markdown of chain_of_thought.h, valid UTF-8; empty if there are none. Throws as
/// ParquetFile::read.
std::string readThoughts(const formats::ParquetFile& file, const ParquetPlace& place);

/// What belongs to the shard that is read.
struct StoryReasoningReading {
    const ParquetShard& shard;
    std::size_t shardNumber = 0;
    std::vector<StoryReasoningRow>& rows; ///< get the stories
    GroupedIssues& issues;
};

/// Appends the rows of one shard. A row group that cannot be read is an issue. Throws Error{Cancelled}.
void readStoryReasoningRows(const StoryReasoningReading& reading, const std::stop_token& stop, Progress& progress);

} // namespace storyscope::datasets
