// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats_parquet_tiny_file.h"

#include <cstring>

namespace storyscope::testing {

namespace {

/// Thrift's compact protocol, as far as it is needed: fields in order, short lists.
class StructWriter {
public:
    StructWriter& integer(int id, std::int64_t value) {
        field(id, 6);
        varint(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
        return *this;
    }
    StructWriter& text(int id, const std::string& value) {
        field(id, 8);
        varint(value.size());
        m_bytes += value;
        return *this;
    }
    StructWriter& structure(int id, const StructWriter& value) {
        field(id, 12);
        m_bytes += value.bytes();
        return *this;
    }
    StructWriter& structures(int id, std::size_t count, const std::string& values) {
        field(id, 9);
        m_bytes += static_cast<char>(0xFC);
        varint(count);
        m_bytes += values;
        return *this;
    }
    std::string bytes() const { return m_bytes + '\0'; }

private:
    void field(int id, int type) {
        m_bytes += static_cast<char>((id - m_last) << 4 | type);
        m_last = id;
    }
    void varint(std::uint64_t value) {
        for (; value > 0x7F; value >>= 7) {
            m_bytes += static_cast<char>(value | 0x80);
        }
        m_bytes += static_cast<char>(value);
    }

    std::string m_bytes;
    int m_last = 0;
};

std::string page(const TinyParquet& file) {
    StructWriter data;
    data.integer(1, file.pageValues).integer(2, file.encoding).integer(3, 3).integer(4, 3);
    StructWriter header;
    header.integer(1, 0).integer(2, file.uncompressedBytes).integer(3, file.compressedBytes);
    if (file.checksum) {
        header.integer(4, static_cast<std::int32_t>(*file.checksum));
    }
    return header.structure(5, data).bytes() + file.body;
}

std::string schema(const TinyParquet& file) {
    std::string elements = StructWriter().text(4, "schema").integer(5, 1).bytes();
    for (int i = 0; i < file.schemaDepth; ++i) {
        elements += StructWriter().integer(3, 0).text(4, "n").integer(5, 1).bytes();
    }
    return elements + StructWriter().integer(1, file.type).integer(3, 0).text(4, "n").bytes();
}

std::string footer(const TinyParquet& file) {
    StructWriter metadata;
    metadata.integer(1, file.type).integer(4, file.codec).integer(5, file.chunkValues);
    metadata.integer(6, 64).integer(7, 64).integer(9, file.dataPage);
    const StructWriter chunk = StructWriter().integer(2, 4).structure(3, metadata);
    const StructWriter group = StructWriter().structures(1, 1, chunk.bytes()).integer(2, 64).integer(3, file.groupRows);
    const auto elements = static_cast<std::size_t>(file.schemaDepth) + 2;
    return StructWriter()
        .integer(1, 2)
        .structures(2, elements, schema(file))
        .integer(3, file.rows)
        .structures(4, 1, group.bytes())
        .bytes();
}

} // namespace

std::string bytesOf(const TinyParquet& file) {
    const std::string description = footer(file);
    const std::uint32_t size = file.footerBytes.value_or(static_cast<std::uint32_t>(description.size()));
    std::string length(4, '\0');
    std::memcpy(length.data(), &size, 4);
    return "PAR1" + page(file) + description + length + file.magic;
}

} // namespace storyscope::testing
