// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace storyscope::formats::parquet {

/// Where a data page of a column begins.
struct PagePlace {
    std::uint64_t offset = 0;
    std::uint64_t rowsBefore = 0;                  ///< rows that begin before it
    std::optional<std::uint64_t> valuesBefore = 0; ///< none: not known, but then the page begins with a row
};

/// The pages of one column in one row group seen so far, so that the next read need not look for its rows from the
/// column's beginning. Thread-safe.
class PagePlaces {
public:
    /// The last page known that begins at or before this row.
    std::optional<PagePlace> find(std::uint64_t row) const;
    /// Kept if it lies behind the others.
    void add(const PagePlace& place);
    /// True for the first caller only, who looks into the file's own index of pages.
    bool startIndexing();

private:
    mutable std::mutex m_mutex;
    std::vector<PagePlace> m_places;
    bool m_isIndexed = false;
};

/// Those of all columns. Thread-safe.
class FilePlaces {
public:
    PagePlaces& column(std::size_t rowGroup, std::size_t leaf);

private:
    std::mutex m_mutex;
    std::map<std::pair<std::size_t, std::size_t>, PagePlaces> m_columns;
};

} // namespace storyscope::formats::parquet
