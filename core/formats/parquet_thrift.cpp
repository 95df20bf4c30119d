// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_thrift.h"

#include "core/formats/parquet_bytes.h"

#include <limits>

namespace storyscope::formats::parquet {

namespace {

constexpr int deepestNesting = 64;

std::int64_t zigzag(std::uint64_t value) {
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

} // namespace

ThriftReader::Nesting::Nesting(ThriftReader& reader) : m_reader(reader) {
    if (reader.m_depth >= deepestNesting) {
        damaged("its description is nested too deeply");
    }
    ++reader.m_depth;
}

void ThriftReader::expect(ThriftType type, ThriftType expected) {
    if (type != expected) {
        damaged("a field of its description has the wrong type");
    }
}

std::uint8_t ThriftReader::byte() {
    return static_cast<std::uint8_t>(takeBytes(m_bytes, 1, "its description").front());
}

bool ThriftReader::nextField(ThriftField& field) {
    const std::uint8_t head = byte();
    const int type = head & 0x0F;
    if (type == 0) {
        return false;
    }
    if (type > static_cast<int>(ThriftType::Struct)) {
        damaged("a field of its description has an unknown type");
    }
    field.type = static_cast<ThriftType>(type);
    const std::int64_t id = head >> 4 != 0 ? field.id + (head >> 4) : zigzag(takeVarint(m_bytes));
    if (id < std::numeric_limits<std::int16_t>::min() || id > std::numeric_limits<std::int16_t>::max()) {
        damaged("a field of its description has an impossible number");
    }
    field.id = static_cast<int>(id);
    return true;
}

std::int64_t ThriftReader::integer(ThriftType type) {
    if (type == ThriftType::Byte) {
        return static_cast<std::int8_t>(byte());
    }
    if (type != ThriftType::Int16 && type != ThriftType::Int32 && type != ThriftType::Int64) {
        expect(type, ThriftType::Int64);
    }
    return zigzag(takeVarint(m_bytes));
}

std::int32_t ThriftReader::int32(ThriftType type) {
    const std::int64_t value = integer(type);
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max()) {
        damaged("a number of its description is too large");
    }
    return static_cast<std::int32_t>(value);
}

bool ThriftReader::boolean(ThriftType type) const {
    if (type != ThriftType::False) {
        expect(type, ThriftType::True);
    }
    return type == ThriftType::True;
}

std::string_view ThriftReader::binary(ThriftType type) {
    expect(type, ThriftType::Binary);
    const std::uint64_t size = takeVarint(m_bytes);
    return takeBytes(m_bytes, size, "a text of its description");
}

ThriftReader::ListHeader ThriftReader::listHeader(ThriftType type) {
    if (type != ThriftType::Set) {
        expect(type, ThriftType::List);
    }
    const std::uint8_t head = byte();
    const std::uint64_t count = head >> 4 == 15 ? takeVarint(m_bytes) : head >> 4;
    int element = head & 0x0F;
    if (element == static_cast<int>(ThriftType::False)) {
        element = static_cast<int>(ThriftType::True);
    }
    if (count > m_bytes.size() || element > static_cast<int>(ThriftType::Struct)) {
        damaged("a list of its description is cut off");
    }
    return {static_cast<ThriftType>(element), static_cast<std::size_t>(count)};
}

ThriftType ThriftReader::booleanElement() {
    return byte() == 1 ? ThriftType::True : ThriftType::False;
}

void ThriftReader::skip(ThriftType type) {
    switch (type) {
    case ThriftType::True:
    case ThriftType::False:
        return;
    case ThriftType::Byte:
    case ThriftType::Int16:
    case ThriftType::Int32:
    case ThriftType::Int64:
        integer(type);
        return;
    case ThriftType::Double:
        takeBytes(m_bytes, 8, "its description");
        return;
    case ThriftType::Binary:
        binary(type);
        return;
    case ThriftType::List:
    case ThriftType::Set:
        readList(type, [this](ThriftType element) { skip(element); });
        return;
    case ThriftType::Map:
        skipMap();
        return;
    case ThriftType::Struct:
        readStruct(type, [](const ThriftField&) { return false; });
        return;
    case ThriftType::Stop:
        break;
    }
    damaged("its description holds a value without a type");
}

void ThriftReader::skipMap() {
    const Nesting nesting(*this);
    const std::uint64_t count = takeVarint(m_bytes);
    if (count == 0) {
        return;
    }
    const std::uint8_t types = byte();
    if (count > m_bytes.size() || types >> 4 > 12 || (types & 0x0F) > 12) {
        damaged("a map of its description is cut off");
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        for (const int type : {types >> 4, types & 0x0F}) {
            const auto kind = static_cast<ThriftType>(type);
            const bool isBoolean = kind == ThriftType::True || kind == ThriftType::False;
            skip(isBoolean ? booleanElement() : kind);
        }
    }
}

} // namespace storyscope::formats::parquet
