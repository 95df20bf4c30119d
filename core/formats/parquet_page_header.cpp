// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_page_header.h"

#include "core/formats/parquet_bytes.h"
#include "core/formats/parquet_thrift.h"

namespace storyscope::formats::parquet {

namespace {

std::size_t size(ThriftReader& reader, ThriftType type) {
    const std::int32_t value = reader.int32(type);
    if (value < 0) {
        damaged("a page has a negative size or count");
    }
    return static_cast<std::size_t>(value);
}

Encoding encoding(ThriftReader& reader, ThriftType type) {
    const std::int64_t value = reader.integer(type);
    if (value < 0 || value > 9 || value == 1) {
        unsupported("a page uses an unknown encoding (" + std::to_string(value) + ")");
    }
    return static_cast<Encoding>(value);
}

/// Of data pages version 1 and dictionary pages, which share their first two fields.
bool readDataField(ThriftReader& reader, const ThriftField& field, PageHeader& header) {
    switch (field.id) {
    case 1:
        header.valueCount = size(reader, field.type);
        return true;
    case 2:
        header.encoding = encoding(reader, field.type);
        return true;
    case 3:
        if (header.kind != PageHeader::Kind::Data) {
            return false;
        }
        header.definitionEncoding = encoding(reader, field.type);
        return true;
    case 4:
        header.repetitionEncoding = encoding(reader, field.type);
        return true;
    default:
        return false;
    }
}

bool readDataV2Field(ThriftReader& reader, const ThriftField& field, PageHeader& header) {
    switch (field.id) {
    case 1:
        header.valueCount = size(reader, field.type);
        return true;
    case 3:
        header.rowCount = size(reader, field.type);
        return true;
    case 4:
        header.encoding = encoding(reader, field.type);
        return true;
    case 5:
        header.definitionBytes = size(reader, field.type);
        return true;
    case 6:
        header.repetitionBytes = size(reader, field.type);
        return true;
    case 7:
        header.isCompressed = reader.boolean(field.type);
        return true;
    default:
        return false;
    }
}

bool readPageField(ThriftReader& reader, const ThriftField& field, PageHeader& header) {
    switch (field.id) {
    case 1: {
        const std::int64_t kind = reader.integer(field.type);
        if (kind < 0 || kind > 3) {
            unsupported("it holds a page of an unknown kind (" + std::to_string(kind) + ")");
        }
        header.kind = static_cast<PageHeader::Kind>(kind);
        return true;
    }
    case 2:
        header.uncompressedBytes = size(reader, field.type);
        return true;
    case 3:
        header.compressedBytes = size(reader, field.type);
        return true;
    case 4:
        header.checksum = static_cast<std::uint32_t>(reader.int32(field.type));
        return true;
    case 5:
    case 7:
        reader.readStruct(field.type, [&](const ThriftField& inner) { return readDataField(reader, inner, header); });
        return true;
    case 8:
        reader.readStruct(field.type, [&](const ThriftField& inner) { return readDataV2Field(reader, inner, header); });
        return true;
    default:
        return false;
    }
}

PageLocation readLocation(ThriftReader& reader, ThriftType type) {
    PageLocation location;
    reader.readStruct(type, [&](const ThriftField& field) {
        if (field.id != 1 && field.id != 3) {
            return false;
        }
        (field.id == 1 ? location.offset : location.firstRow) = reader.integer(field.type);
        return true;
    });
    return location;
}

} // namespace

PageHeader parsePageHeader(std::string_view bytes) {
    PageHeader header;
    ThriftReader reader(bytes);
    reader.readStruct(ThriftType::Struct,
                      [&](const ThriftField& field) { return readPageField(reader, field, header); });
    header.headerBytes = reader.position();
    return header;
}

std::vector<PageLocation> parseOffsetIndex(std::string_view bytes) {
    std::vector<PageLocation> locations;
    ThriftReader reader(bytes);
    reader.readStruct(ThriftType::Struct, [&](const ThriftField& field) {
        if (field.id != 1) {
            return false;
        }
        reader.readList(field.type, [&](ThriftType type) {
            const PageLocation location = readLocation(reader, type);
            const bool isFirst = locations.empty();
            if (location.offset < 0 || location.firstRow < 0 || (isFirst && location.firstRow != 0) ||
                (!isFirst &&
                 (location.offset <= locations.back().offset || location.firstRow < locations.back().firstRow))) {
                damaged("the places of a column's pages are out of order");
            }
            locations.push_back(location);
        });
        return true;
    });
    return locations;
}

} // namespace storyscope::formats::parquet
