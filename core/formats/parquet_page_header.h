// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_footer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace storyscope::formats::parquet {

/// What stands before a page's bytes.
struct PageHeader {
    enum class Kind { Data, Index, Dictionary, DataV2 };

    Kind kind = Kind::Data;
    std::size_t headerBytes = 0;
    std::size_t compressedBytes = 0;
    std::size_t uncompressedBytes = 0;
    std::optional<std::uint32_t> checksum; ///< CRC-32 of the bytes as they lie in the file
    std::size_t valueCount = 0;            ///< with nulls
    Encoding encoding = Encoding::Plain;
    Encoding definitionEncoding = Encoding::Rle;
    Encoding repetitionEncoding = Encoding::Rle;
    std::size_t rowCount = 0; ///< these of version 2
    std::size_t definitionBytes = 0;
    std::size_t repetitionBytes = 0;
    bool isCompressed = true;
};

/// Throws Error{Malformed}; one that says "cut off" may mean that `bytes` does not hold all of the header.
PageHeader parsePageHeader(std::string_view bytes);

/// First rows and places of a column's pages.
struct PageLocation {
    std::int64_t offset = 0;
    std::int64_t firstRow = 0;
};

/// Throws Error{Malformed}, also if the pages are not in order.
std::vector<PageLocation> parseOffsetIndex(std::string_view bytes);

} // namespace storyscope::formats::parquet
