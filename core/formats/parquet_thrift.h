// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace storyscope::formats::parquet {

/// Types of Thrift's compact protocol, as a field's or list's header names them.
enum class ThriftType : std::uint8_t {
    Stop,
    True,
    False,
    Byte,
    Int16,
    Int32,
    Int64,
    Double,
    Binary,
    List,
    Set,
    Map,
    Struct
};

struct ThriftField {
    int id = 0;
    ThriftType type = ThriftType::Stop;
};

/// Reads Thrift's compact protocol (thrift/doc/specs/thrift-compact-protocol.md) from bytes in memory. Written here
/// because libthrift allocates before it has checked a length against the bytes that are there, cannot tell how many
/// bytes a page's header took, and without generated code would spare nothing but the varints. Depth is limited to 64,
/// a list to as many elements as bytes are left. Throws Error{Malformed}.
class ThriftReader {
public:
    explicit ThriftReader(std::string_view bytes) : m_bytes(bytes), m_size(bytes.size()) {}

    /// Bytes read so far.
    std::size_t position() const { return m_size - m_bytes.size(); }

    std::int64_t integer(ThriftType type);
    /// As integer, refused if it does not fit.
    std::int32_t int32(ThriftType type);
    bool boolean(ThriftType type) const;
    std::string_view binary(ThriftType type);

    /// Calls `onField(field)` for each field of a struct; a field that it returns false for is skipped.
    template <typename OnField>
    void readStruct(ThriftType type, const OnField& onField) {
        expect(type, ThriftType::Struct);
        const Nesting nesting(*this);
        ThriftField field;
        while (nextField(field)) {
            if (!onField(field)) {
                skip(field.type);
            }
        }
    }

    /// Calls `onElement(type)`, which must read the element, for each element of a list.
    template <typename OnElement>
    void readList(ThriftType type, const OnElement& onElement) {
        const Nesting nesting(*this);
        const auto [element, count] = listHeader(type);
        for (std::size_t i = 0; i < count; ++i) {
            onElement(element == ThriftType::True ? booleanElement() : element);
        }
    }

    void skip(ThriftType type);

private:
    class Nesting {
    public:
        explicit Nesting(ThriftReader& reader);
        ~Nesting() { --m_reader.m_depth; }
        Nesting(const Nesting&) = delete;
        Nesting& operator=(const Nesting&) = delete;

    private:
        ThriftReader& m_reader;
    };
    struct ListHeader {
        ThriftType element = ThriftType::Stop;
        std::size_t count = 0;
    };

    static void expect(ThriftType type, ThriftType expected);
    std::uint8_t byte();
    bool nextField(ThriftField& field);
    ListHeader listHeader(ThriftType type);
    ThriftType booleanElement();
    void skipMap();

    std::string_view m_bytes;
    std::size_t m_size;
    int m_depth = 0;
};

} // namespace storyscope::formats::parquet
