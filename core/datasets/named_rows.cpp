// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datasets/named_rows.h"

#include "core/base/error.h"
#include "core/datasets/recognition.h"

#include <algorithm>

namespace storyscope::datasets {

NamedRows::NamedRows(const std::filesystem::path& file, const formats::CsvOptions& options)
    : m_reader(file, options), m_header(m_reader.next().value_or(std::vector<std::string>())) {}

bool NamedRows::has(std::string_view column) const {
    return formats::csvColumn(m_header, column).has_value();
}

bool NamedRows::next() {
    std::optional<std::vector<std::string>> row = m_reader.next();
    m_row = row ? std::move(*row) : std::vector<std::string>();
    return row.has_value();
}

std::string NamedRows::field(std::string_view column) const {
    const std::optional<std::size_t> position = formats::csvColumn(m_header, column);
    return position && *position < m_row.size() ? trimmed(m_row[*position]) : std::string();
}

bool hasColumns(const std::filesystem::path& file, const std::vector<std::string_view>& columns,
                const formats::CsvOptions& options) {
    try {
        const auto header = formats::CsvReader::ofText(beginningOf(file), options).next();
        return header && std::all_of(columns.begin(), columns.end(), [&](std::string_view column) {
                   return formats::csvColumn(*header, column).has_value();
               });
    } catch (const Error&) {
        return false; // no table at all
    }
}

std::string trimmed(const std::string& text) {
    constexpr const char* blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

} // namespace storyscope::datasets
