// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a Parquet file says about itself: the footer and the page headers, field by field as parquet.thrift of
/// apache/parquet-format numbers them. Plain values, checked one by one but not against each other.
namespace storyscope::formats::parquet {

enum class PhysicalType { Boolean, Int32, Int64, Int96, Float, Double, ByteArray, FixedLenByteArray };
enum class Codec { Uncompressed, Snappy, Gzip, Lzo, Brotli, Lz4, Zstd, Lz4Raw };
enum class Repetition { Required, Optional, Repeated };
enum class Encoding {
    Plain = 0,
    PlainDictionary = 2,
    Rle = 3,
    BitPacked = 4,
    DeltaBinaryPacked = 5,
    DeltaLengthByteArray = 6,
    DeltaByteArray = 7,
    RleDictionary = 8,
    ByteStreamSplit = 9
};

const char* nameOf(PhysicalType type);
const char* nameOf(Codec codec);

/// The meaning of an element, from the logical type or, in older files, the converted type.
struct LogicalType {
    std::string name; ///< "STRING", "LIST", "MAP", "DECIMAL", "TIMESTAMP", "INTEGER", …; empty: none
    std::string unit; ///< "MILLIS", "MICROS", "NANOS" of a time
    int scale = 0;
    int precision = 0;
    int bitWidth = 0;
    bool isSigned = true;

    /// "TIMESTAMP(MILLIS)", "DECIMAL(9,2)", "INTEGER(8,false)".
    std::string text() const;
};

struct SchemaElement {
    std::string name;
    std::optional<PhysicalType> type; ///< none: a group
    int typeLength = 0;
    Repetition repetition = Repetition::Required;
    int childCount = 0;
    LogicalType logical;
};

/// Where one leaf column of a row group lies.
struct ColumnChunk {
    PhysicalType type = PhysicalType::Boolean;
    Codec codec = Codec::Uncompressed;
    std::int64_t valueCount = 0; ///< with nulls and empty lists
    std::int64_t firstDataPage = 0;
    std::int64_t dictionaryPage = 0; ///< 0: none, or not told
    std::int64_t compressedBytes = 0;
    std::int64_t offsetIndex = 0; ///< 0: none
    std::int32_t offsetIndexBytes = 0;
    bool isElsewhere = false;
    bool isEncrypted = false;
};

struct RowGroup {
    std::vector<ColumnChunk> columns;
    std::int64_t rowCount = 0;
};

struct Footer {
    std::vector<SchemaElement> schema; ///< depth first, the root first
    std::vector<RowGroup> rowGroups;
    std::vector<std::pair<std::string, std::string>> metadata;
    std::int64_t rowCount = 0;
    bool isEncrypted = false;
};

/// Throws Error{Malformed}, Error{Unsupported}.
Footer parseFooter(std::string_view bytes);

} // namespace storyscope::formats::parquet
