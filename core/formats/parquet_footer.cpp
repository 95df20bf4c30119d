// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_footer.h"

#include "core/formats/parquet_bytes.h"
#include "core/formats/parquet_logical_type.h"
#include "core/formats/parquet_thrift.h"

#include <array>

namespace storyscope::formats::parquet {

namespace {

constexpr std::size_t mostSchemaElements = 65'536;

constexpr std::array<const char*, 8> physicalNames{"BOOLEAN", "INT32",  "INT64",      "INT96",
                                                   "FLOAT",   "DOUBLE", "BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY"};
constexpr std::array<const char*, 8> codecNames{"UNCOMPRESSED", "SNAPPY", "GZIP", "LZO",
                                                "BROTLI",       "LZ4",    "ZSTD", "LZ4_RAW"};

template <typename Enum>
Enum enumerator(std::int64_t value, std::int64_t count, const char* what) {
    if (value < 0 || value >= count) {
        unsupported(std::string("it uses an unknown ") + what + " (" + std::to_string(value) + ")");
    }
    return static_cast<Enum>(value);
}

std::int64_t countOrOffset(ThriftReader& reader, ThriftType type) {
    const std::int64_t value = reader.integer(type);
    if (value < 0) {
        damaged("its description holds a negative count or offset");
    }
    return value;
}

SchemaElement readSchemaElement(ThriftReader& reader, ThriftType type) {
    SchemaElement element;
    ConvertedType converted;
    reader.readStruct(type, [&](const ThriftField& field) {
        switch (field.id) {
        case 1:
            element.type = enumerator<PhysicalType>(reader.integer(field.type), 8, "physical type");
            return true;
        case 2:
            element.typeLength = reader.int32(field.type);
            return true;
        case 3:
            element.repetition = enumerator<Repetition>(reader.integer(field.type), 3, "repetition");
            return true;
        case 4:
            element.name = reader.binary(field.type);
            return true;
        case 5:
            element.childCount = reader.int32(field.type);
            return true;
        case 6:
            converted.number = reader.int32(field.type);
            return true;
        case 7:
            converted.scale = reader.int32(field.type);
            return true;
        case 8:
            converted.precision = reader.int32(field.type);
            return true;
        case 10:
            element.logical = readLogicalType(reader, field.type);
            return true;
        default:
            return false;
        }
    });
    if (element.logical.name.empty()) {
        element.logical = fromConvertedType(converted);
    }
    return element;
}

bool readChunkMetadata(ThriftReader& reader, const ThriftField& field, ColumnChunk& chunk) {
    switch (field.id) {
    case 1:
        chunk.type = enumerator<PhysicalType>(reader.integer(field.type), 8, "physical type");
        return true;
    case 4:
        chunk.codec = enumerator<Codec>(reader.integer(field.type), 8, "compression");
        return true;
    case 5:
        chunk.valueCount = countOrOffset(reader, field.type);
        return true;
    case 7:
        chunk.compressedBytes = countOrOffset(reader, field.type);
        return true;
    case 9:
        chunk.firstDataPage = countOrOffset(reader, field.type);
        return true;
    case 11:
        chunk.dictionaryPage = countOrOffset(reader, field.type);
        return true;
    default:
        return false;
    }
}

ColumnChunk readColumnChunk(ThriftReader& reader, ThriftType type) {
    ColumnChunk chunk;
    bool isDescribed = false;
    reader.readStruct(type, [&](const ThriftField& field) {
        switch (field.id) {
        case 1:
            chunk.isElsewhere = !reader.binary(field.type).empty();
            return true;
        case 3:
            isDescribed = true;
            reader.readStruct(field.type,
                              [&](const ThriftField& inner) { return readChunkMetadata(reader, inner, chunk); });
            return true;
        case 4:
            chunk.offsetIndex = countOrOffset(reader, field.type);
            return true;
        case 5:
            chunk.offsetIndexBytes = reader.int32(field.type);
            return true;
        case 8:
            chunk.isEncrypted = true;
            return false;
        default:
            return false;
        }
    });
    if (!isDescribed && !chunk.isEncrypted) {
        damaged("a column has no description");
    }
    return chunk;
}

RowGroup readRowGroup(ThriftReader& reader, ThriftType type, std::size_t schemaElements) {
    RowGroup group;
    reader.readStruct(type, [&](const ThriftField& field) {
        if (field.id == 1) {
            reader.readList(field.type, [&](ThriftType element) {
                if (group.columns.size() >= schemaElements) {
                    damaged("a row group has more columns than the schema");
                }
                group.columns.push_back(readColumnChunk(reader, element));
            });
            return true;
        }
        if (field.id == 3) {
            group.rowCount = countOrOffset(reader, field.type);
            return true;
        }
        return false;
    });
    return group;
}

std::pair<std::string, std::string> readKeyValue(ThriftReader& reader, ThriftType type) {
    std::pair<std::string, std::string> entry;
    reader.readStruct(type, [&](const ThriftField& field) {
        if (field.id != 1 && field.id != 2) {
            return false;
        }
        (field.id == 1 ? entry.first : entry.second) = reader.binary(field.type);
        return true;
    });
    return entry;
}

bool readFooterField(ThriftReader& reader, const ThriftField& field, Footer& footer) {
    switch (field.id) {
    case 2:
        reader.readList(field.type, [&](ThriftType element) {
            if (footer.schema.size() >= mostSchemaElements) {
                unsupported("its schema has more than 65,536 elements");
            }
            footer.schema.push_back(readSchemaElement(reader, element));
        });
        return true;
    case 3:
        footer.rowCount = countOrOffset(reader, field.type);
        return true;
    case 4:
        reader.readList(field.type, [&](ThriftType element) {
            footer.rowGroups.push_back(readRowGroup(reader, element, footer.schema.size()));
        });
        return true;
    case 5:
        reader.readList(field.type,
                        [&](ThriftType element) { footer.metadata.push_back(readKeyValue(reader, element)); });
        return true;
    case 8:
        footer.isEncrypted = true;
        return false;
    default:
        return false;
    }
}

} // namespace

const char* nameOf(PhysicalType type) {
    return physicalNames.at(static_cast<std::size_t>(type));
}

const char* nameOf(Codec codec) {
    return codecNames.at(static_cast<std::size_t>(codec));
}

Footer parseFooter(std::string_view bytes) {
    Footer footer;
    ThriftReader reader(bytes);
    reader.readStruct(ThriftType::Struct,
                      [&](const ThriftField& field) { return readFooterField(reader, field, footer); });
    return footer;
}

} // namespace storyscope::formats::parquet
