// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_column_reader.h"
#include "core/formats/parquet_schema.h"

#include <cstddef>
#include <map>
#include <vector>

namespace storyscope::formats::parquet {

/// Puts rows together from leaf columns by their definition and repetition levels (Melnik et al., Dremel, VLDB 2010).
class RowAssembler {
public:
    /// `parts` holds the same rows of each leaf below `column`, and is emptied on the way. Both must outlive it.
    RowAssembler(const SchemaNode& column, std::map<std::size_t, ColumnPart>& parts, Budget& budget);

    /// Throws Error{Malformed} if the leaves tell different stories about the rows.
    std::vector<ParquetValue> rows(std::size_t count);

private:
    struct Cursor {
        ColumnPart* part = nullptr;
        std::size_t entry = 0;
        std::size_t value = 0;
    };

    ParquetValue build(const SchemaNode& node);
    ParquetValue buildLeaf(const SchemaNode& node);
    ParquetValue buildStruct(const SchemaNode& node);
    ParquetValue buildList(const SchemaNode& node);
    ParquetValue passOver(const SchemaNode& node, ParquetValue value);
    int definition(const SchemaNode& node);
    Cursor& cursor(std::size_t leaf);

    const SchemaNode& m_column;
    std::map<std::size_t, Cursor> m_cursors;
    Budget& m_budget;
};

} // namespace storyscope::formats::parquet
