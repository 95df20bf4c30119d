// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/parquet_pictures.h"
#include "core/datasets/story_dataset.h"
#include "core/datasets/story_reasoning_rows.h"
#include "core/datasets/story_reasoning_story.h"

#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace storyscope::datasets {

/// StoryReasoning as it is published: Parquet files data/{train,test}-*.parquet with the columns story_id, images,
/// frame_count, chain_of_thought and story; or with its files in the folders of Hugging Face's converted layout. Texts
/// are kept in memory, pictures are read story by story.
class StoryReasoningDataset : public StoryDataset {
public:
    /// A file, a folder or one with a folder "data" whose first readable Parquet file has the columns. Never throws.
    static bool recognises(const std::filesystem::path& path);

    /// Reads every text. A file or a row group that cannot be read is an issue as long as another one can. Throws
    /// Error{NotFound}, Error{Unsupported} if no file has the columns, what the last file was refused with, and
    /// Error{Cancelled}.
    StoryReasoningDataset(const std::filesystem::path& path, const DatasetOptions& options, const std::stop_token& stop,
                          Progress& progress);

    std::string name() const override { return m_name; }
    std::string format() const override { return "storyreasoning"; }
    std::size_t size() const override { return m_rows.size(); }
    std::vector<Split> splits() const override { return m_splits; }
    /// Grows when a story with missing or broken pictures is asked for.
    std::vector<Issue> issues() const override;
    /// The first call for a story reads its pictures' headers: boxes are kept as shares of the picture.
    Story story(std::size_t index) const override;
    std::size_t find(const std::string& storyId) const override;

private:
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish& wish) const override;
    void readShards(const std::filesystem::path& path, const std::stop_token& stop, Progress& progress);
    void fillSplits(std::uint64_t seed, const std::stop_token& stop);
    const StoryReasoningRow& row(std::size_t index) const;
    std::vector<PixelSize> sizesOf(std::size_t index) const;

    std::string m_name;
    std::vector<ParquetShard> m_shards;
    std::vector<StoryReasoningRow> m_rows;
    std::unordered_map<std::string, std::size_t> m_positions; ///< by story id, the first of each
    std::vector<Split> m_splits;
    ParquetPictures m_pictures;

    mutable std::mutex m_mutex;
    mutable GroupedIssues m_issues;                                          ///< guarded by m_mutex once open
    mutable std::unordered_map<std::size_t, std::vector<PixelSize>> m_sizes; ///< by story; guarded by m_mutex
};

} // namespace storyscope::datasets
