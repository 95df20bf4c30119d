// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_value.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::formats {

class ParquetPageCache;

/// A leaf of the schema, where values are stored.
struct ParquetColumn {
    std::vector<std::string> path; ///< "images", "list", "element", "bytes"
    std::string physicalType;      ///< "BYTE_ARRAY", "INT32", … as the specification spells them
    std::string logicalType;       ///< "STRING", "TIMESTAMP(MILLIS)", …; empty if there is none
    std::vector<std::string> codecs;
};

/// Rows of a column to read.
struct ParquetRange {
    std::size_t firstRow = 0; ///< in the row group
    std::size_t rowCount = 0; ///< may reach beyond the end
    /// Most memory that the values may take; more is Error{Unsupported}. Against files that repeat a long value often.
    std::size_t maximumBytes = std::size_t{1} << 30;
};

/// A Parquet file (Apache Parquet format 2.x): flat and nested columns, data pages v1 and v2, all encodings and codecs
/// of the specification but LZO. Only the footer is read on opening; only the pages that hold the asked rows of the
/// asked column are read and inflated, and one of which rows are left is kept for them. Const calls are thread-safe.
class ParquetFile {
public:
    /// `pages` may be shared by files that are read together; null: its own. Throws Error{NotFound}, Error{Unreadable},
    /// Error{Malformed} with the byte, Error{Unsupported} (encryption, LZO).
    explicit ParquetFile(const std::filesystem::path& path, std::shared_ptr<ParquetPageCache> pages = nullptr);
    ~ParquetFile();
    ParquetFile(const ParquetFile&) = delete;
    ParquetFile& operator=(const ParquetFile&) = delete;

    const std::filesystem::path& path() const;
    const std::vector<ParquetColumn>& columns() const;
    /// Names of the schema's top level, in order.
    std::vector<std::string> names() const;
    std::size_t rowGroupCount() const;
    std::size_t rowsIn(std::size_t rowGroup) const;
    std::size_t rowCount() const;
    /// Of the footer's key-value metadata: "huggingface".
    std::optional<std::string> metadata(const std::string& key) const;

    /// One value per row of a top-level column: a list, a struct or a plain value, put together from its leaves by
    /// their definition and repetition levels; lists in the three-level spellings and the old two-level ones.
    /// Whole numbers and times are as stored (`logicalType` tells the unit), INT96 microseconds since 1970, DECIMAL and
    /// FLOAT16 floating point; UUID, INTERVAL and BSON their bytes.
    /// `fields` keeps only these members of structs ("path" without "bytes"); empty: all.
    std::vector<ParquetValue> read(std::size_t rowGroup, const std::string& name, const ParquetRange& range,
                                   const std::vector<std::string>& fields = {}, const std::stop_token& stop = {}) const;

private:
    struct Contents;
    std::unique_ptr<const Contents> m_contents;
};

} // namespace storyscope::formats
