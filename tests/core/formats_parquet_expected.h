// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace storyscope::testing {

/// All rows of a Parquet file, column by column.
struct ParquetTable {
    std::vector<std::string> names;
    std::vector<std::vector<formats::ParquetValue>> columns;
    std::vector<std::string> logicalTypes; ///< of each column's first leaf
};

/// hyparquet prints an empty list as null where the schema has no place for a null list.
enum class EmptyList { IsList, IsNull };

ParquetTable readAll(const formats::ParquetFile& file);

/// Compares rows with the JSON that hyparquet, a reader in JavaScript, prints for them: maps are objects, NaN is null,
/// times are ISO texts, bytes without a logical type texts or lists of numbers, numbers beyond 2^53 rounded, members
/// that are null may be left out. Returns the first difference, or none.
std::optional<std::string> difference(const ParquetTable& table, const nlohmann::json& rows, EmptyList empty);

} // namespace storyscope::testing
