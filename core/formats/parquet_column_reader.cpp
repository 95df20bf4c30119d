// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_column_reader.h"

#include "core/base/error.h"
#include "core/base/progress.h"

#include <algorithm>

namespace storyscope::formats::parquet {

namespace {

constexpr std::size_t usualHeaderBytes = 512;
constexpr std::size_t longestHeaderBytes = std::size_t{16} << 20;

} // namespace

ColumnReader::ColumnReader(const ColumnInGroup& column, PagePlaces& places, Budget& budget)
    : m_column(column), m_places(places), m_budget(budget), m_maker(column.leaf) {}

ColumnPart ColumnReader::read(std::uint64_t first, std::uint64_t end, const std::stop_token& stop) {
    m_first = first;
    m_end = end;
    std::uint64_t offset = 0;
    try {
        start(first);
        while (!isFinished()) {
            throwIfStopped(stop);
            offset = m_place.offset;
            readPage(header(offset));
        }
        if (m_place.rowsBefore < end) {
            damaged("a column has fewer rows than its row group");
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Malformed) {
            throw;
        }
        std::string column;
        for (const std::string& part : m_column.leaf.path) {
            column += (column.empty() ? "" : ".") + part;
        }
        throw Error(error.code(), error.message() + " (column \"" + column + "\")",
                    {.file = {}, .byteOffset = offset, .row = {}});
    }
    return std::move(m_part);
}

void ColumnReader::start(std::uint64_t firstRow) {
    const ColumnChunk& chunk = m_column.chunk;
    const bool hasDictionary = chunk.dictionaryPage > 0 && chunk.dictionaryPage < chunk.firstDataPage;
    m_place = {.offset = static_cast<std::uint64_t>(hasDictionary ? chunk.dictionaryPage : chunk.firstDataPage),
               .rowsBefore = 0,
               .valuesBefore = 0};
    if (isFinished()) {
        return;
    }
    const PageHeader firstHeader = header(m_place.offset);
    if (firstHeader.kind == PageHeader::Kind::Dictionary) {
        m_dictionaryPage = m_place.offset;
        m_place.offset += firstHeader.headerBytes + firstHeader.compressedBytes;
    }
    if (firstRow > 0 && m_places.startIndexing()) {
        useOffsetIndex();
    }
    const auto known = m_places.find(firstRow);
    if (known && known->offset > m_place.offset) {
        m_place = *known;
    }
}

/// Pages of a list's column that lie before the rows need not be inflated then.
void ColumnReader::useOffsetIndex() const {
    const ColumnChunk& chunk = m_column.chunk;
    if (chunk.offsetIndex <= 0 || chunk.offsetIndexBytes <= 0) {
        return;
    }
    const Buffer bytes = m_column.file.read(static_cast<std::uint64_t>(chunk.offsetIndex),
                                            static_cast<std::size_t>(chunk.offsetIndexBytes));
    for (const PageLocation& location : parseOffsetIndex(bytes.view())) {
        m_places.add({.offset = static_cast<std::uint64_t>(location.offset),
                      .rowsBefore = static_cast<std::uint64_t>(location.firstRow),
                      .valuesBefore = std::nullopt});
    }
}

bool ColumnReader::isFinished() const {
    const auto valueCount = static_cast<std::uint64_t>(m_column.chunk.valueCount);
    const bool isAtEnd =
        m_place.valuesBefore ? *m_place.valuesBefore >= valueCount : m_place.rowsBefore >= m_column.rowCount;
    const bool isFlat = m_column.leaf.repetition == 0;
    return isAtEnd || m_isRowComplete || (isFlat && m_place.rowsBefore >= m_end);
}

PageHeader ColumnReader::header(std::uint64_t offset) const {
    if (offset >= m_column.limit) {
        damaged("a column's pages end before its values");
    }
    const std::uint64_t available = m_column.limit - offset;
    for (std::size_t size = usualHeaderBytes;; size *= 16) {
        const bool isLast = size >= available || size >= longestHeaderBytes;
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(size, available));
        try {
            const PageHeader header = parsePageHeader(m_column.file.read(offset, part).view());
            if (header.compressedBytes > available - header.headerBytes) {
                damaged("a page reaches beyond the end of the data");
            }
            return header;
        } catch (const Error& error) {
            if (isLast || error.code() != ErrorCode::Malformed) {
                throw;
            }
        }
    }
}

/// The data page at m_place.
std::shared_ptr<const DataPage> ColumnReader::page(const PageHeader& header) const {
    if (header.uncompressedBytes > m_budget.left()) {
        unsupported("a page is larger than the memory that may be used");
    }
    if (auto kept = m_column.pages.find(m_column.fileInCache, m_place.offset)) {
        return kept;
    }
    m_column.pages.makeRoom(header.uncompressedBytes);
    Buffer stored = m_column.file.read(m_place.offset + header.headerBytes, header.compressedBytes);
    return std::make_shared<const DataPage>(
        unpackDataPage(header, m_column.leaf, m_column.chunk.codec, std::move(stored)));
}

void ColumnReader::loadDictionary() {
    if (m_dictionary || !m_dictionaryPage) {
        return;
    }
    const PageHeader page = header(*m_dictionaryPage);
    if (page.encoding != Encoding::Plain && page.encoding != Encoding::PlainDictionary) {
        damaged("a dictionary has an encoding that it cannot have");
    }
    checkValueCount(page);
    const Buffer bytes = unpackDictionaryPage(
        page, m_column.chunk.codec, m_column.file.read(*m_dictionaryPage + page.headerBytes, page.compressedBytes));
    ValueSink sink(m_dictionary.emplace(), m_budget);
    makeDecoder({.encoding = Encoding::Plain, .bytes = bytes.view(), .count = page.valueCount}, m_maker)
        ->read(page.valueCount, sink);
}

void ColumnReader::readPage(const PageHeader& header) {
    PagePlace next = m_place;
    next.offset += header.headerBytes + header.compressedBytes;
    if (header.kind == PageHeader::Kind::Dictionary || header.kind == PageHeader::Kind::Index) {
        if (header.kind == PageHeader::Kind::Dictionary && !m_dictionaryPage) {
            m_dictionaryPage = m_place.offset;
        }
        m_place = next;
        return;
    }
    checkValueCount(header);
    m_places.add(m_place);
    if (next.valuesBefore) {
        *next.valuesBefore += header.valueCount;
        if (*next.valuesBefore > static_cast<std::uint64_t>(m_column.chunk.valueCount)) {
            damaged("a column's pages hold more values than it states");
        }
    }
    if (isSkipped(header)) {
        next.rowsBefore += m_column.leaf.repetition == 0 ? header.valueCount : header.rowCount;
    } else {
        const std::shared_ptr<const DataPage> data = page(header);
        const Entries entries = findEntries(*data, header.valueCount);
        append(header, *data, entries);
        if (entries.first > 0 || entries.end < header.valueCount) {
            m_column.pages.add(m_column.fileInCache, m_place.offset, data);
        }
        next.rowsBefore += entries.rowsBegun;
        m_isRowComplete = entries.end < header.valueCount;
    }
    if (next.rowsBefore > m_column.rowCount) {
        damaged("a column has more rows than its row group");
    }
    m_place = next;
}

bool ColumnReader::isSkipped(const PageHeader& header) const {
    const bool isCounted = m_column.leaf.repetition == 0 || header.kind == PageHeader::Kind::DataV2;
    const std::uint64_t rows = m_column.leaf.repetition == 0 ? header.valueCount : header.rowCount;
    return isCounted && m_place.rowsBefore + rows <= m_first;
}

ColumnReader::Entries ColumnReader::findEntries(const DataPage& page, std::size_t valueCount) const {
    Entries entries;
    if (page.repetition.empty()) {
        const std::uint64_t before = m_place.rowsBefore;
        const auto clamped = [&](std::uint64_t row) {
            return static_cast<std::size_t>(std::min<std::uint64_t>(row > before ? row - before : 0, valueCount));
        };
        return {clamped(m_first), clamped(m_end), valueCount};
    }
    if (m_place.rowsBefore == 0 && page.repetition.front() != 0) {
        damaged("a column does not begin with a row");
    }
    std::uint64_t row = m_place.rowsBefore; // rows begun up to the entry
    for (const std::uint8_t level : page.repetition) {
        row += level == 0 ? 1 : 0;
        // The entry belongs to row - 1.
        entries.first += row <= m_first ? 1 : 0;
        entries.end += row <= m_end ? 1 : 0;
    }
    entries.rowsBegun = static_cast<std::size_t>(row - m_place.rowsBefore);
    return entries;
}

void ColumnReader::append(const PageHeader& header, const DataPage& page, const Entries& entries) {
    if (entries.first >= entries.end) {
        return;
    }
    const std::size_t count = entries.end - entries.first;
    m_budget.take(2 * count);
    const auto appendLevels = [&](std::vector<std::uint8_t>& levels, const std::vector<std::uint8_t>& more) {
        if (more.empty()) {
            levels.insert(levels.end(), count, 0);
        } else {
            levels.insert(levels.end(), more.begin() + static_cast<std::ptrdiff_t>(entries.first),
                          more.begin() + static_cast<std::ptrdiff_t>(entries.end));
        }
    };
    appendLevels(m_part.repetition, page.repetition);
    appendLevels(m_part.definition, page.definition);
    appendValues(header, page, entries);
}

void ColumnReader::appendValues(const PageHeader& header, const DataPage& page, const Entries& entries) {
    const auto valuesIn = [&](std::size_t first, std::size_t end) {
        return page.definition.empty()
                   ? end - first
                   : static_cast<std::size_t>(std::count(page.definition.begin() + static_cast<std::ptrdiff_t>(first),
                                                         page.definition.begin() + static_cast<std::ptrdiff_t>(end),
                                                         static_cast<std::uint8_t>(m_column.leaf.definition)));
    };
    const std::size_t wanted = valuesIn(entries.first, entries.end);
    if (wanted == 0) {
        return;
    }
    const bool usesDictionary =
        header.encoding == Encoding::PlainDictionary || header.encoding == Encoding::RleDictionary;
    if (usesDictionary) {
        loadDictionary();
    }
    const PageValues values{.encoding = header.encoding,
                            .bytes = page.values,
                            .count = valuesIn(0, header.valueCount),
                            .dictionary = m_dictionary ? &*m_dictionary : nullptr};
    const auto decoder = makeDecoder(values, m_maker);
    decoder->skip(valuesIn(0, entries.first));
    ValueSink sink(m_part.values, m_budget);
    decoder->read(wanted, sink);
}

} // namespace storyscope::formats::parquet
