// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet.h"

#include "core/base/error.h"
#include "core/formats/parquet_assembly.h"
#include "core/formats/parquet_footer.h"
#include "core/formats/parquet_page_cache.h"
#include "core/formats/parquet_schema.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <new>

namespace storyscope::formats {

namespace {

using namespace parquet;

constexpr std::uint64_t magicBytes = 4;
constexpr std::uint64_t trailerBytes = 8; ///< the footer's length and the magic
constexpr std::uint64_t longestFooter = std::uint64_t{128} << 20;
/// A constant column of the largest row groups in use takes more bytes than this.
constexpr std::uint64_t mostRowsPerByte = std::uint64_t{64} << 10;

/// Throws `error` again with the file's name.
[[noreturn]] void rethrowWithFile(const Error& error, const std::filesystem::path& path) {
    ErrorPlace place = error.place();
    place.file = path;
    throw Error(error.code(), error.message(), place);
}

[[noreturn]] void outOfMemory(const std::filesystem::path& path) {
    throw Error(ErrorCode::OutOfSpace, "There is not enough memory to read this Parquet file", inFile(path));
}

/// Footer and where it begins.
struct FooterPlace {
    Footer footer;
    std::uint64_t offset = 0;
};

FooterPlace readFooter(const InputFile& file) {
    if (file.size() < magicBytes + trailerBytes) {
        damaged("it is too short to be one");
    }
    const Buffer trailer = file.read(file.size() - trailerBytes, trailerBytes);
    const std::string_view magic = trailer.view().substr(4);
    if (magic == "PARE") {
        unsupported("it is encrypted");
    }
    if (magic != "PAR1") {
        damaged("it does not end as one");
    }
    const std::uint64_t size = loadNumber<std::uint32_t>(trailer.view().data());
    if (size > file.size() - magicBytes - trailerBytes || size > longestFooter) {
        damaged("its footer is longer than the file");
    }
    const std::uint64_t offset = file.size() - trailerBytes - size;
    try {
        Footer footer = parseFooter(file.read(offset, static_cast<std::size_t>(size)).view());
        if (footer.isEncrypted) {
            unsupported("it is encrypted");
        }
        return {std::move(footer), offset};
    } catch (const Error& error) {
        throw Error(error.code(), error.message(), {.file = {}, .byteOffset = offset, .row = {}});
    }
}

void checkChunk(const ColumnChunk& chunk, const Leaf& leaf, const RowGroup& group) {
    if (chunk.isEncrypted || chunk.isElsewhere) {
        return; // Reading that column says so; the others can be read.
    }
    if (chunk.type != leaf.type) {
        damaged("a column is of another type than the schema says");
    }
    if (chunk.valueCount < group.rowCount || (leaf.repetition == 0 && chunk.valueCount != group.rowCount)) {
        damaged("a column has another number of values than its row group has rows");
    }
}

/// The number of rows; the counts of the footer are checked against each other and the file's size.
std::size_t checkedRowCount(const Footer& footer, const Schema& schema, std::uint64_t fileSize) {
    std::uint64_t rows = 0;
    for (const RowGroup& group : footer.rowGroups) {
        if (group.columns.size() != schema.leaves.size()) {
            damaged("a row group has another number of columns than the schema");
        }
        for (std::size_t i = 0; i < group.columns.size(); ++i) {
            checkChunk(group.columns[i], schema.leaves[i], group);
        }
        rows += static_cast<std::uint64_t>(group.rowCount);
        if (rows / mostRowsPerByte > fileSize) {
            damaged("it states more rows than a file of its size can hold");
        }
    }
    // Some writers leave the sum at 0.
    if (footer.rowCount != 0 && rows != static_cast<std::uint64_t>(footer.rowCount)) {
        damaged("its row groups have " + std::to_string(rows) + " rows together, not the " +
                std::to_string(footer.rowCount) + " that it states");
    }
    return static_cast<std::size_t>(rows);
}

} // namespace

struct ParquetFile::Contents {
    Contents(const std::filesystem::path& name, std::shared_ptr<ParquetPageCache> cache)
        : path(name), file(name), places(std::make_unique<FilePlaces>()),
          pages(cache ? std::move(cache) : std::make_shared<ParquetPageCache>()), fileInCache(pages->addFile()) {
        FooterPlace read = readFooter(file);
        footer = std::move(read.footer);
        footerOffset = read.offset;
        schema = buildSchema(footer.schema);
        rowCount = checkedRowCount(footer, schema, file.size());
        describeColumns();
    }

    void describeColumns() {
        for (std::size_t i = 0; i < schema.leaves.size(); ++i) {
            const Leaf& leaf = schema.leaves[i];
            ParquetColumn column{leaf.path, nameOf(leaf.type), leaf.logical.text(), {}};
            for (const RowGroup& group : footer.rowGroups) {
                const std::string codec = nameOf(group.columns[i].codec);
                if (std::ranges::find(column.codecs, codec) == column.codecs.end()) {
                    column.codecs.push_back(codec);
                }
            }
            columns.push_back(std::move(column));
        }
    }

    ColumnPart readLeaf(std::size_t rowGroup, std::size_t leaf, const ParquetRange& range, Budget& budget,
                        const std::stop_token& stop) const {
        const RowGroup& group = footer.rowGroups[rowGroup];
        const ColumnChunk& chunk = group.columns[leaf];
        if (chunk.isEncrypted) {
            unsupported("the column \"" + schema.leaves[leaf].path.front() + "\" is encrypted");
        }
        if (chunk.isElsewhere) {
            unsupported("the column \"" + schema.leaves[leaf].path.front() + "\" lies in another file");
        }
        ColumnReader reader({.file = file,
                             .leaf = schema.leaves[leaf],
                             .chunk = chunk,
                             .rowCount = static_cast<std::uint64_t>(group.rowCount),
                             .limit = footerOffset,
                             .pages = *pages,
                             .fileInCache = fileInCache},
                            places->column(rowGroup, leaf), budget);
        return reader.read(range.firstRow, range.firstRow + range.rowCount, stop);
    }

    std::filesystem::path path;
    InputFile file;
    std::unique_ptr<FilePlaces> places;
    std::shared_ptr<ParquetPageCache> pages;
    std::uint64_t fileInCache = 0;
    Footer footer;
    std::uint64_t footerOffset = 0;
    Schema schema;
    std::size_t rowCount = 0;
    std::vector<ParquetColumn> columns;
};

ParquetFile::ParquetFile(const std::filesystem::path& path, std::shared_ptr<ParquetPageCache> pages) {
    try {
        m_contents = std::make_unique<const Contents>(path, std::move(pages));
    } catch (const Error& error) {
        rethrowWithFile(error, path);
    } catch (const std::bad_alloc&) {
        outOfMemory(path);
    }
}

ParquetFile::~ParquetFile() = default;

const std::filesystem::path& ParquetFile::path() const {
    return m_contents->path;
}

const std::vector<ParquetColumn>& ParquetFile::columns() const {
    return m_contents->columns;
}

std::vector<std::string> ParquetFile::names() const {
    std::vector<std::string> names;
    std::ranges::transform(m_contents->schema.columns, std::back_inserter(names), &SchemaNode::name);
    return names;
}

std::size_t ParquetFile::rowGroupCount() const {
    return m_contents->footer.rowGroups.size();
}

std::size_t ParquetFile::rowsIn(std::size_t rowGroup) const {
    return static_cast<std::size_t>(m_contents->footer.rowGroups.at(rowGroup).rowCount);
}

std::size_t ParquetFile::rowCount() const {
    return m_contents->rowCount;
}

std::optional<std::string> ParquetFile::metadata(const std::string& key) const {
    const auto& entries = m_contents->footer.metadata;
    const auto found = std::ranges::find(entries, key, [](const auto& entry) { return entry.first; });
    return found == entries.end() ? std::nullopt : std::optional(found->second);
}

std::vector<ParquetValue> ParquetFile::read(std::size_t rowGroup, const std::string& name, const ParquetRange& range,
                                            const std::vector<std::string>& fields, const std::stop_token& stop) const {
    const auto& roots = m_contents->schema.columns;
    const auto root = std::ranges::find(roots, name, &SchemaNode::name);
    try {
        if (root == roots.end() || rowGroup >= rowGroupCount()) {
            throw Error(ErrorCode::NotFound, "This Parquet file has no column \"" + name + "\" in row group " +
                                                 std::to_string(rowGroup + 1));
        }
        const SchemaNode column = keepMembers(*root, fields);
        const std::size_t rows = rowsIn(rowGroup);
        const std::size_t first = std::min(range.firstRow, rows);
        const std::size_t count = std::min(range.rowCount, rows - first);
        if (count == 0) {
            return {};
        }
        Budget budget(range.maximumBytes);
        std::map<std::size_t, ColumnPart> parts;
        for (const std::size_t leaf : column.leaves) {
            parts[leaf] = m_contents->readLeaf(rowGroup, leaf, {first, count, range.maximumBytes}, budget, stop);
        }
        return RowAssembler(column, parts, budget).rows(count);
    } catch (const Error& error) {
        rethrowWithFile(error, m_contents->path);
    } catch (const std::bad_alloc&) {
        outOfMemory(m_contents->path);
    }
}

} // namespace storyscope::formats
