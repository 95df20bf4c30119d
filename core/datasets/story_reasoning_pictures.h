// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_reasoning_rows.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace storyscope::datasets {

/// The encoded pictures (JPEG, PNG) of stories. Those of a whole story are read at once, and the last few stories' are
/// kept. Owned by StoryReasoningDataset. Thread-safe.
class StoryReasoningPictures {
public:
    using Encoded = std::vector<std::uint8_t>;

    /// `folder`: where the files are that a row names without holding their bytes. The shards outlive this object.
    StoryReasoningPictures(const std::vector<StoryReasoningShard>& shards, std::filesystem::path folder)
        : m_shards(shards), m_folder(std::move(folder)) {}

    /// Throws Error{NotFound} for a picture that is neither in the row nor in the folder; Malformed, Unreadable.
    Encoded read(const StoryReasoningRow& row, std::size_t frame) const;

private:
    /// The value of column "images" of a row.
    struct Row {
        std::size_t shard = 0;
        std::size_t rowGroup = 0;
        std::size_t row = 0;
        std::shared_ptr<const formats::ParquetValue> images;
    };
    std::shared_ptr<const formats::ParquetValue> imagesOf(const StoryReasoningRow& row) const;

    const std::vector<StoryReasoningShard>& m_shards;
    std::filesystem::path m_folder;
    mutable std::mutex m_mutex;
    mutable std::deque<Row> m_recent; ///< guarded by m_mutex; the last one asked for comes first
};

} // namespace storyscope::datasets
