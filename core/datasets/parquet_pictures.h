// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/parquet_shards.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::datasets {

/// A picture of a row.
struct ParquetPicture {
    ParquetPlace place;
    std::size_t number = 0; ///< in the row's list
    std::string name;       ///< of the file that it was; may be empty
};

/// The encoded pictures (JPEG, PNG) in a column of a data set's rows: of Hugging Face's {bytes, path}, lists of them,
/// or bytes alone. A row's are read at once, and the last few rows' are kept. Owned by the data set. Thread-safe.
class ParquetPictures {
public:
    using Encoded = std::vector<std::uint8_t>;

    /// `folder`: where the files are that a row names without holding their bytes. The shards outlive this object.
    ParquetPictures(const std::vector<ParquetShard>& shards, std::string column, std::filesystem::path folder)
        : m_shards(shards), m_column(std::move(column)), m_folder(std::move(folder)) {}

    /// Throws Error{NotFound} for a picture that is neither in the row nor in the folder; Malformed, Unreadable.
    Encoded read(const ParquetPicture& picture) const;

private:
    struct Row {
        ParquetPlace place;
        std::shared_ptr<const formats::ParquetValue> images;
    };
    std::shared_ptr<const formats::ParquetValue> imagesOf(const ParquetPlace& place) const;

    const std::vector<ParquetShard>& m_shards;
    std::string m_column;
    std::filesystem::path m_folder;
    mutable std::mutex m_mutex;
    mutable std::deque<Row> m_recent; ///< the row read last first; guarded by m_mutex
};

} // namespace storyscope::datasets
