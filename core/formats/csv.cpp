// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/csv.h"

#include "core/base/error.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace storyscope::formats {

namespace {

constexpr int endOfFile = std::char_traits<char>::eof();

std::unique_ptr<std::istream> openFile(const std::filesystem::path& file) {
    std::error_code problem;
    auto input = std::make_unique<std::ifstream>(file, std::ios::binary);
    if (std::filesystem::is_directory(file, problem) || !*input) {
        throw Error(ErrorCode::Unreadable, "The table cannot be read", inFile(file));
    }
    return input;
}

char lowerCase(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

} // namespace

CsvReader::CsvReader(const std::filesystem::path& file, const CsvOptions& options)
    : CsvReader(openFile(file), options) {
    m_file = file;
}

CsvReader::CsvReader(std::unique_ptr<std::istream> input, const CsvOptions& options)
    : m_options(options), m_input(std::move(input)) {
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    std::string first(byteOrderMark.size(), '\0');
    m_input->read(first.data(), static_cast<std::streamsize>(first.size()));
    if (first != byteOrderMark) {
        m_input->clear();
        m_input->seekg(0);
    }
}

CsvReader CsvReader::ofText(std::string text, const CsvOptions& options) {
    return {std::make_unique<std::istringstream>(std::move(text)), options};
}

std::optional<std::vector<std::string>> CsvReader::next() {
    std::vector<std::string> row;
    int end = '\n';
    do {
        m_rowLine = m_line;
        row.assign(1, readField(end));
        while (end == static_cast<unsigned char>(m_options.separator)) {
            if (row.size() == m_options.mostFields) {
                fail("The row has more than " + std::to_string(m_options.mostFields) + " fields", m_rowLine);
            }
            row.push_back(readField(end));
        }
    } while (end != endOfFile && row.size() == 1 && row[0].empty());
    if (m_input->bad()) {
        throw Error(ErrorCode::Unreadable, "The table cannot be read to its end",
                    {.file = m_file, .byteOffset = {}, .row = m_line});
    }
    if (row.size() == 1 && row[0].empty()) {
        return std::nullopt;
    }
    return row;
}

int CsvReader::get() {
    return m_input->rdbuf()->sbumpc();
}

void CsvReader::endLine(int character) {
    if (character == '\r' && m_input->rdbuf()->sgetc() == '\n') {
        m_input->rdbuf()->sbumpc();
    }
    ++m_line;
}

/// `end` becomes what ended the field: the separator, a line break or the end of the file.
std::string CsvReader::readField(int& end) {
    std::string field;
    end = get();
    if (end == '"' && m_options.quoting == CsvOptions::Quoting::Doubled) {
        readQuoted(field);
        end = get();
    }
    while (end != endOfFile && end != static_cast<unsigned char>(m_options.separator) && end != '\n' && end != '\r') {
        append(field, end);
        end = get();
    }
    if (end == '\n' || end == '\r') {
        endLine(end);
    }
    return field;
}

void CsvReader::readQuoted(std::string& field) {
    const std::uint64_t begin = m_line;
    for (int character = get();; character = get()) {
        if (character == endOfFile) {
            fail("A quotation is never closed", begin);
        }
        if (character == '"') {
            if (m_input->rdbuf()->sgetc() != '"') {
                return;
            }
            get();
        } else if (character == '\n' || (character == '\r' && m_input->rdbuf()->sgetc() != '\n')) {
            ++m_line;
        }
        append(field, character);
    }
}

void CsvReader::append(std::string& field, int character) const {
    if (field.size() == m_options.largestFieldBytes) {
        fail("A field is larger than " + std::to_string(m_options.largestFieldBytes) + " bytes", m_line);
    }
    field += static_cast<char>(character);
}

void CsvReader::fail(const std::string& message, std::uint64_t line) const {
    throw Error(ErrorCode::Malformed, message, {.file = m_file, .byteOffset = {}, .row = line});
}

std::optional<std::size_t> csvColumn(const std::vector<std::string>& header, std::string_view name) {
    for (std::size_t column = 0; column < header.size(); ++column) {
        const std::string_view candidate = trimmed(header[column]);
        if (std::equal(candidate.begin(), candidate.end(), name.begin(), name.end(),
                       [](char a, char b) { return lowerCase(a) == lowerCase(b); })) {
            return column;
        }
    }
    return std::nullopt;
}

} // namespace storyscope::formats
