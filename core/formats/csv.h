// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storyscope::formats {

struct CsvOptions {
    enum class Quoting {
        Doubled, ///< as RFC 4180: "a ""quoted"" field, with commas and line breaks"
        None,    ///< a quotation mark is a character like any other (TGIF, Flickr8k)
    };
    char separator = ',';
    Quoting quoting = Quoting::Doubled;
    std::size_t largestFieldBytes = std::size_t{1} << 20;
    std::size_t mostFields = 4096; ///< of one row
};

/// Reads a table of text row by row (RFC 4180), in memory of one row. Lines end with LF, CRLF or CR; a byte order mark
/// and empty lines are skipped. What RFC 4180 leaves open is read as it stands: a quotation mark inside an unquoted
/// field belongs to it, text after a closing one is added to it. Bytes are passed on whatever their encoding. One
/// thread at a time.
class CsvReader {
public:
    /// Throws Error{Unreadable}.
    explicit CsvReader(const std::filesystem::path& file, const CsvOptions& options = {});
    /// Reads text that is in memory already.
    static CsvReader ofText(std::string text, const CsvOptions& options = {});

    /// The fields of the next row, or none at the end. Throws Error{Malformed} with the line for a quotation that never
    /// ends, a field or a row past the bounds; Error{Unreadable}.
    std::optional<std::vector<std::string>> next();
    /// Where the row that next() returned last begins, from 1; line breaks inside of fields count.
    std::uint64_t line() const { return m_rowLine; }

private:
    CsvReader(std::unique_ptr<std::istream> input, const CsvOptions& options);
    int get();
    void endLine(int character);
    std::string readField(int& end);
    void readQuoted(std::string& field);
    void append(std::string& field, int character) const;
    [[noreturn]] void fail(const std::string& message, std::uint64_t line) const;

    std::filesystem::path m_file;
    CsvOptions m_options;
    std::unique_ptr<std::istream> m_input;
    std::uint64_t m_line = 1;
    std::uint64_t m_rowLine = 0;
};

/// Position of the column with this name, ASCII case and spaces around it ignored.
std::optional<std::size_t> csvColumn(const std::vector<std::string>& header, std::string_view name);

} // namespace storyscope::formats
