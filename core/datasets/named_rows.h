// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/csv.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::datasets {

/// The rows of a csv file with a header line, field by column name. One thread at a time.
class NamedRows {
public:
    /// Throws as formats::CsvReader.
    explicit NamedRows(const std::filesystem::path& file, const formats::CsvOptions& options = {});

    bool has(std::string_view column) const;
    /// Goes to the next row; false at the end. Throws as formats::CsvReader.
    bool next();
    /// Of the row that next() went to; empty if there is no such column or the row is too short.
    std::string field(std::string_view column) const;
    std::uint64_t line() const { return m_reader.line(); }

private:
    formats::CsvReader m_reader;
    std::vector<std::string> m_header;
    std::vector<std::string> m_row;
};

/// Whether the file's first line names all these columns.
bool hasColumns(const std::filesystem::path& file, const std::vector<std::string_view>& columns,
                const formats::CsvOptions& options = {});

/// `text` without blanks at its ends.
std::string trimmed(const std::string& text);

} // namespace storyscope::datasets
