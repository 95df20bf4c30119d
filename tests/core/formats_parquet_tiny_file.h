// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace storyscope::testing {

/// A Parquet file of one page with the numbers 1, 2, 3 in a required INT32 column "n", and what a liar makes of it.
struct TinyParquet {
    std::int64_t rows = 3;      ///< of the file
    std::int64_t groupRows = 3; ///< of its row group
    std::int64_t chunkValues = 3;
    std::int64_t pageValues = 3;
    std::int64_t uncompressedBytes = 12;
    std::int64_t compressedBytes = 12;
    std::int64_t dataPage = 4; ///< offset
    int type = 1;              ///< INT32
    int codec = 0;
    int encoding = 0;    ///< PLAIN
    int schemaDepth = 0; ///< groups around the column
    std::optional<std::uint32_t> checksum = std::nullopt;
    std::string body = std::string("\1\0\0\0\2\0\0\0\3\0\0\0", 12);
    std::string magic = "PAR1";
    std::optional<std::uint32_t> footerBytes = std::nullopt; ///< stated
};

std::string bytesOf(const TinyParquet& file);

} // namespace storyscope::testing
