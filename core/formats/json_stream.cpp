// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/json_stream.h"

#include "core/base/error.h"
#include "core/formats/json_element_builder.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace storyscope::formats {

namespace {

constexpr std::size_t chunkBytes = std::size_t{1} << 16;

/// The bytes of a file in chunks.
class ByteSource {
public:
    ByteSource(std::istream& input, std::filesystem::path file, const std::stop_token& stop, Progress& progress)
        : m_input(input), m_file(std::move(file)), m_stop(stop), m_progress(progress), m_chunk(chunkBytes, '\0') {
        std::error_code problem;
        const std::uintmax_t size = std::filesystem::file_size(m_file, problem);
        m_total = problem ? 0 : static_cast<std::int64_t>(size);
    }

    bool atEnd() { return m_next == m_end && !refill(); }
    char take() { return m_chunk[m_next++]; }
    std::uint64_t offset() const { return m_chunkOffset + m_next; }
    /// What is read from here on may have `bytes` bytes until the next call.
    void allow(std::uint64_t bytes) { m_limit = offset() + bytes; }
    [[noreturn]] void fail(const std::string& message, std::uint64_t byteOffset) const {
        throw Error(ErrorCode::Malformed, message, {.file = m_file, .byteOffset = byteOffset, .row = {}});
    }

private:
    bool refill() {
        throwIfStopped(m_stop);
        m_chunkOffset += m_end;
        m_progress.report("Reading annotations", static_cast<std::int64_t>(m_chunkOffset), m_total);
        if (m_chunkOffset > m_limit) {
            fail("One element of the file is too large", m_chunkOffset);
        }
        m_input.read(m_chunk.data(), static_cast<std::streamsize>(m_chunk.size()));
        m_next = 0;
        m_end = static_cast<std::size_t>(m_input.gcount());
        if (m_input.bad()) {
            throw Error(ErrorCode::Unreadable, "The file cannot be read to its end",
                        {.file = m_file, .byteOffset = m_chunkOffset, .row = {}});
        }
        return m_end > 0;
    }

    std::istream& m_input;
    std::filesystem::path m_file;
    std::stop_token m_stop;
    Progress& m_progress;
    std::string m_chunk;
    std::size_t m_next = 0;
    std::size_t m_end = 0;
    std::uint64_t m_chunkOffset = 0;
    std::uint64_t m_limit = UINT64_MAX;
    std::int64_t m_total = 0;
};

/// What nlohmann's parser takes its characters from. Copies share the source.
class ByteIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    ByteIterator() = default;
    explicit ByteIterator(ByteSource& source) : m_source(&source) {}
    /// Taken once per position, as the parser does.
    char operator*() const { return m_source->take(); }
    ByteIterator& operator++() { return *this; }
    /// Only ever compared with the end.
    bool operator==(const ByteIterator&) const { return m_source->atEnd(); }
    bool operator!=(const ByteIterator& other) const { return !(*this == other); }

private:
    ByteSource* m_source = nullptr;
};

/// Listens to the parser and builds the elements that were asked for.
class ListListener {
public:
    ListListener(ByteSource& source, const JsonListReading& reading) : m_source(source), m_reading(reading) {
        m_source.allow(m_reading.largestElementBytes);
    }

    std::set<std::string> found() const { return m_found; }

    bool null() { return value(nullptr); }
    bool boolean(bool flag) { return value(flag); }
    bool number_integer(nlohmann::json::number_integer_t number) { return value(number); }
    bool number_unsigned(nlohmann::json::number_unsigned_t number) { return value(number); }
    bool number_float(nlohmann::json::number_float_t number, const std::string&) { return value(number); }
    bool string(std::string& text) { return isBuilding() ? value(std::move(text)) : value(nullptr); }
    bool binary(nlohmann::json::binary_t&) { return value(nullptr); }
    bool start_object(std::size_t) { return open(nlohmann::json::object()); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) {
        if (m_depth == 1 && m_reading.lists.contains(m_member)) {
            m_isInList = true;
            m_number = 0;
            m_found.insert(m_member);
        }
        return open(nlohmann::json::array());
    }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        if (m_depth == 1) {
            m_member = std::move(name);
        } else if (isBuilding()) {
            m_builder.key(std::move(name));
        }
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& problem) {
        m_source.fail(problem.id == outOfRange ? "A number is too large" : "The file is not JSON", position);
    }

private:
    static constexpr int outOfRange = 406; ///< nlohmann's number for it
    static constexpr std::size_t elementDepth = 2;

    bool isBuilding() const { return m_isInList && m_depth >= elementDepth; }

    bool value(nlohmann::json&& scalar) {
        if (m_depth == 0) {
            m_source.fail("The file holds no JSON object", 0);
        }
        beginElement();
        if (isBuilding()) {
            m_builder.value(std::move(scalar));
        }
        endElement();
        return true;
    }

    bool open(nlohmann::json&& container) {
        if (m_depth == 0 && !container.is_object()) {
            m_source.fail("The file holds no JSON object", 0);
        }
        if (m_depth == m_reading.deepest) {
            m_source.fail("The file is nested too deeply", m_source.offset());
        }
        beginElement();
        if (isBuilding()) {
            m_builder.open(std::move(container));
        }
        ++m_depth;
        return true;
    }

    bool close() {
        --m_depth;
        if (isBuilding()) {
            m_builder.close();
            endElement();
        } else if (m_depth == 1) {
            m_isInList = false;
        }
        return true;
    }

    void beginElement() {
        if (!m_isInList || m_depth == elementDepth) {
            m_elementOffset = m_source.offset() - 1;
            m_source.allow(m_reading.largestElementBytes);
        }
    }

    void endElement() {
        if (isBuilding() && m_depth == elementDepth) {
            nlohmann::json element = m_builder.take();
            m_reading.visit({m_member, ++m_number, m_elementOffset, element});
            m_source.allow(m_reading.largestElementBytes);
        }
    }

    ByteSource& m_source;
    const JsonListReading& m_reading;
    JsonElementBuilder m_builder;
    std::set<std::string> m_found;
    std::string m_member; ///< of the outermost object
    std::size_t m_depth = 0;
    bool m_isInList = false;
    std::uint64_t m_number = 0;
    std::uint64_t m_elementOffset = 0;
};

} // namespace

std::set<std::string> readJsonLists(const std::filesystem::path& file, const JsonListReading& reading,
                                    const std::stop_token& stop, Progress& progress) {
    std::error_code problem;
    if (!std::filesystem::exists(file, problem)) {
        throw Error(ErrorCode::NotFound, "There is no such file", inFile(file));
    }
    std::ifstream input(file, std::ios::binary);
    if (!std::filesystem::is_regular_file(file, problem) || !input) {
        throw Error(ErrorCode::Unreadable, "The file cannot be read", inFile(file));
    }
    return readJsonLists(input, file, reading, stop, progress);
}

std::set<std::string> readJsonLists(std::istream& input, const std::filesystem::path& nameForErrors,
                                    const JsonListReading& reading, const std::stop_token& stop, Progress& progress) {
    ByteSource source(input, nameForErrors, stop, progress);
    ListListener listener(source, reading);
    nlohmann::json::sax_parse(ByteIterator(source), ByteIterator(), &listener);
    return listener.found();
}

std::string firstTextInFile(const std::filesystem::path& file, const std::vector<std::string>& texts,
                            const std::stop_token& stop) {
    std::error_code problem;
    std::ifstream input;
    if (std::filesystem::is_regular_file(file, problem)) {
        input.open(file, std::ios::binary);
    }
    std::size_t overlap = 0;
    for (const std::string& text : texts) {
        overlap = std::max(overlap, text.size());
    }
    std::string window;
    std::string chunk(chunkBytes, '\0');
    while (input.is_open() && (input.read(chunk.data(), chunkBytes) || input.gcount() > 0)) {
        throwIfStopped(stop);
        window.erase(0, window.size() - std::min(window.size(), overlap));
        window.append(chunk, 0, static_cast<std::size_t>(input.gcount()));
        for (const std::string& text : texts) {
            if (std::search(window.begin(), window.end(),
                            std::boyer_moore_horspool_searcher(text.begin(), text.end())) != window.end()) {
                return text;
            }
        }
    }
    return {};
}

} // namespace storyscope::formats
