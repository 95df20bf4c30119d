// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet.h"
#include "core/formats/parquet_decoder.h"
#include "core/formats/parquet_input.h"
#include "core/formats/parquet_page.h"
#include "core/formats/parquet_page_cache.h"
#include "core/formats/parquet_page_places.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace storyscope::formats::parquet {

/// What some rows of a leaf column hold.
struct ColumnPart {
    std::vector<std::uint8_t> repetition; ///< one per entry
    std::vector<std::uint8_t> definition; ///< one per entry
    std::vector<ParquetValue> values;     ///< one per entry whose definition is the leaf's
};

/// A leaf column of a row group, checked against the file.
struct ColumnInGroup {
    const InputFile& file;
    const Leaf& leaf;
    const ColumnChunk& chunk;
    std::uint64_t rowCount = 0; ///< of the row group
    std::uint64_t limit = 0;    ///< the pages end before this byte
    ParquetPageCache& pages;
    std::uint64_t fileInCache = 0;
};

/// Reads rows of one leaf column: walks over its pages, inflates only those that it must. Lives for one call.
class ColumnReader {
public:
    ColumnReader(const ColumnInGroup& column, PagePlaces& places, Budget& budget);

    /// Rows `first` to before `end` (not beyond the row group). Throws Error.
    ColumnPart read(std::uint64_t first, std::uint64_t end, const std::stop_token& stop);

private:
    struct Entries {
        std::size_t first = 0;
        std::size_t end = 0;
        std::size_t rowsBegun = 0; ///< in the whole page
    };

    void start(std::uint64_t firstRow);
    bool isFinished() const;
    PageHeader header(std::uint64_t offset) const;
    std::shared_ptr<const DataPage> page(const PageHeader& header) const;
    void loadDictionary();
    void readPage(const PageHeader& header);
    bool isSkipped(const PageHeader& header) const;
    Entries findEntries(const DataPage& page, std::size_t valueCount) const;
    void append(const PageHeader& header, const DataPage& page, const Entries& entries);
    void appendValues(const PageHeader& header, const DataPage& page, const Entries& entries);
    void useOffsetIndex() const;

    ColumnInGroup m_column;
    PagePlaces& m_places;
    Budget& m_budget;
    ValueMaker m_maker;
    std::uint64_t m_first = 0;
    std::uint64_t m_end = 0;
    PagePlace m_place;            ///< of the page to read next
    bool m_isRowComplete = false; ///< the row behind the last asked one has begun
    std::optional<std::uint64_t> m_dictionaryPage;
    std::optional<std::vector<ParquetValue>> m_dictionary;
    ColumnPart m_part;
};

} // namespace storyscope::formats::parquet
