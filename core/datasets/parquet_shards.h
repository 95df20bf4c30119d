// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet.h"
#include "core/formats/parquet_page_cache.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::datasets {

// What data sets in Parquet files have in common: which files there are, their splits, and rows without pictures.

/// One file of a data set: "data/train-00000-of-00002.parquet".
struct ParquetShard {
    std::unique_ptr<const formats::ParquetFile> file;
    std::string split; ///< by the names of the file and its folders; empty if they name none
};

/// Where a row lies in the files of a data set.
struct ParquetPlace {
    std::size_t shard = 0;
    std::size_t rowGroup = 0;
    std::size_t row = 0; ///< in the row group

    friend bool operator==(const ParquetPlace&, const ParquetPlace&) = default;
};

/// The file itself, or the .parquet files of a folder in natural order: those in it, else in its folders called as
/// splits, else in the first folder below that has such ones, "data" and "default" before others: the layouts
/// data/train-00000-of-00002.parquet, train/0000.parquet and default/train/0000.parquet. Throws Error{Unreadable}.
std::vector<std::filesystem::path> parquetFilesOf(const std::filesystem::path& path);

/// Opens one of these files of the data set at `root`. Throws what ParquetFile throws.
ParquetShard openShard(const std::filesystem::path& file, const std::filesystem::path& root,
                       const std::shared_ptr<formats::ParquetPageCache>& pages);

bool hasColumn(const formats::ParquetFile& file, const std::string& name);

/// A text or a number as valid UTF-8; nothing for every other value.
std::string textOf(const formats::ParquetValue& value);

/// Columns with captions by their names ("caption", "text", "caption_0", "sentences"), in the file's order.
std::vector<std::string> captionColumnsOf(const formats::ParquetFile& file);

/// The texts in a value: itself, a list's, or those of a struct's member "raw", "caption" or "text".
std::vector<std::string> textsIn(const formats::ParquetValue& value);

/// What is read of each row.
struct ParquetTableColumn {
    std::string name;
    std::vector<std::string> fields = {}; ///< as for ParquetFile::read
};

/// Calls `visit` with the number of each row of a row group and its values, one per column and null where the file has
/// no such column; a few rows are in memory at a time. Throws as ParquetFile::read, and Error{Cancelled}.
void readTable(const formats::ParquetFile& file, std::size_t rowGroup, const std::vector<ParquetTableColumn>& columns,
               const std::function<void(std::size_t row, const std::vector<formats::ParquetValue>& values)>& visit,
               const std::stop_token& stop);

} // namespace storyscope::datasets
