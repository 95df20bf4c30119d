// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_values.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace storyscope::formats::parquet {

namespace {

constexpr std::size_t charactersInPlace = 15; // of libstdc++'s std::string

ParquetValue whole(std::int64_t value) {
    return {.data = value};
}

double fromHalf(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 0x1F;
    const int mantissa = bits & 0x3FF;
    double value = 0;
    if (exponent == 0x1F) {
        value = mantissa == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    } else if (exponent == 0) {
        value = std::ldexp(mantissa, -24);
    } else {
        value = std::ldexp(mantissa + 1024, exponent - 25);
    }
    return (bits & 0x8000) != 0 ? -value : value;
}

/// A big-endian number in two's complement.
double fromBigEndian(std::string_view bytes) {
    double value = 0;
    bool isFirst = true;
    for (const char byte : bytes) {
        value = value * 256 + (isFirst ? static_cast<double>(static_cast<signed char>(byte))
                                       : static_cast<double>(static_cast<unsigned char>(byte)));
        isFirst = false;
    }
    return value;
}

/// Nanoseconds of the day and Julian day number, as microseconds since 1970.
ParquetValue fromInt96(std::string_view bytes) {
    constexpr std::int64_t julianDayOf1970 = 2'440'588;
    constexpr std::int64_t microsecondsPerDay = 86'400'000'000;
    const auto nanoseconds = loadNumber<std::int64_t>(bytes.data());
    const std::int64_t day = loadNumber<std::int32_t>(bytes.data() + 8) - julianDayOf1970;
    if (std::abs(day) > std::numeric_limits<std::int64_t>::max() / microsecondsPerDay / 2) {
        damaged("it holds an impossible date");
    }
    return whole(day * microsecondsPerDay + nanoseconds / 1000);
}

std::size_t widthOf(const Leaf& leaf) {
    switch (leaf.type) {
    case PhysicalType::Int32:
    case PhysicalType::Float:
        return 4;
    case PhysicalType::Int64:
    case PhysicalType::Double:
        return 8;
    case PhysicalType::Int96:
        return 12;
    case PhysicalType::FixedLenByteArray:
        return static_cast<std::size_t>(leaf.typeLength);
    case PhysicalType::Boolean:
    case PhysicalType::ByteArray:
        break;
    }
    return 0;
}

} // namespace

ValueMaker::ValueMaker(const Leaf& leaf) : m_type(leaf.type), m_width(widthOf(leaf)) {
    if (leaf.logical.name == "DECIMAL") {
        m_meaning = Meaning::Decimal;
        m_divisor = std::pow(10.0, std::clamp(leaf.logical.scale, -300, 300));
    } else if (leaf.logical.name == "INTEGER" && !leaf.logical.isSigned) {
        m_meaning = Meaning::Unsigned;
    } else if (leaf.logical.name == "FLOAT16" && leaf.type == PhysicalType::FixedLenByteArray && m_width == 2) {
        m_meaning = Meaning::HalfFloat;
    }
}

ParquetValue ValueMaker::fromInteger(std::int64_t stored) const {
    if (m_meaning == Meaning::Decimal) {
        return {.data = static_cast<double>(stored) / m_divisor};
    }
    if (m_meaning == Meaning::Unsigned && m_type == PhysicalType::Int32) {
        return whole(static_cast<std::uint32_t>(stored));
    }
    if (m_meaning == Meaning::Unsigned && stored < 0) {
        return {.data = static_cast<std::uint64_t>(stored)};
    }
    return whole(stored);
}

ParquetValue ValueMaker::fromBytes(std::string_view stored) const {
    if (m_meaning == Meaning::Decimal) {
        return {.data = fromBigEndian(stored) / m_divisor};
    }
    if (m_meaning == Meaning::HalfFloat) {
        return {.data = fromHalf(loadNumber<std::uint16_t>(stored.data()))};
    }
    return {.data = std::string(stored)};
}

ParquetValue ValueMaker::fromFixed(std::string_view stored) const {
    switch (m_type) {
    case PhysicalType::Int32:
        return fromInteger(loadNumber<std::int32_t>(stored.data()));
    case PhysicalType::Int64:
        return fromInteger(loadNumber<std::int64_t>(stored.data()));
    case PhysicalType::Float:
        return {.data = static_cast<double>(loadNumber<float>(stored.data()))};
    case PhysicalType::Double:
        return {.data = loadNumber<double>(stored.data())};
    case PhysicalType::Int96:
        return fromInt96(stored);
    case PhysicalType::FixedLenByteArray:
    case PhysicalType::ByteArray:
    case PhysicalType::Boolean:
        break;
    }
    return fromBytes(stored);
}

void ValueSink::add(ParquetValue value, std::size_t count) {
    const std::string* text = value.text();
    const std::size_t textBytes = text != nullptr && text->size() > charactersInPlace ? text->size() + 1 : 0;
    if (count > m_budget.left() / (sizeof(ParquetValue) + textBytes)) {
        m_budget.take(std::numeric_limits<std::size_t>::max());
    }
    m_budget.take((sizeof(ParquetValue) + textBytes) * count);
    if (count == 1) {
        m_values.push_back(std::move(value));
    } else {
        m_values.insert(m_values.end(), count, value);
    }
}

void ValueSink::reserve(std::size_t count) {
    const std::size_t wanted = m_values.size() + std::min(count, m_budget.left() / sizeof(ParquetValue));
    if (wanted > m_values.capacity()) {
        m_values.reserve(std::max(wanted, m_values.capacity() * 2));
    }
}

} // namespace storyscope::formats::parquet
