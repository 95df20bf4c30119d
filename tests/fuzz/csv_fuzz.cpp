// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/formats/csv.h"

#include <cstdint>
#include <cstdlib>

using namespace storyscope;

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows readAll(const std::string& text, const formats::CsvOptions& options) {
    formats::CsvReader reader = formats::CsvReader::ofText(text, options);
    Rows rows;
    while (auto row = reader.next()) {
        rows.push_back(std::move(*row));
    }
    return rows;
}

/// Every field quoted, as RFC 4180 writes it.
std::string written(const Rows& rows) {
    std::string text;
    for (const std::vector<std::string>& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            text += column == 0 ? "\"" : ",\"";
            for (const char c : row[column]) {
                text += c == '"' ? "\"\"" : std::string(1, c);
            }
            text += '"';
        }
        text += "\r\n";
    }
    return text;
}

} // namespace

/// Any bytes are read or refused with an Error; what was read can be written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        readAll(text, {.separator = '\t', .quoting = formats::CsvOptions::Quoting::None});
        readAll(text, {.separator = '\xE9', .largestFieldBytes = 16, .mostFields = 4});
    } catch (const Error&) {
    }
    Rows rows;
    try {
        rows = readAll(text, {});
    } catch (const Error&) {
        return 0;
    }
    if (readAll(written(rows), {}) != rows) {
        std::abort();
    }
    return 0;
}
