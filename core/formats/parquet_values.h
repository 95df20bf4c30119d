// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/parquet_bytes.h"
#include "core/formats/parquet_footer.h"
#include "core/formats/parquet_schema.h"
#include "core/formats/parquet_value.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace storyscope::formats::parquet {

/// Turns what a column stores into values; what the logical types become is told at ParquetFile.
class ValueMaker {
public:
    explicit ValueMaker(const Leaf& leaf);

    PhysicalType type() const { return m_type; }
    /// Bytes of a stored value of fixed size; 0 for byte arrays and booleans.
    std::size_t width() const { return m_width; }
    bool isInteger() const { return m_type == PhysicalType::Int32 || m_type == PhysicalType::Int64; }

    ParquetValue fromInteger(std::int64_t stored) const;
    ParquetValue fromBytes(std::string_view stored) const;
    /// Of a type with a width: its bytes as PLAIN stores them.
    ParquetValue fromFixed(std::string_view stored) const;

private:
    enum class Meaning { AsStored, Unsigned, Decimal, HalfFloat };

    PhysicalType m_type;
    std::size_t m_width = 0;
    Meaning m_meaning = Meaning::AsStored;
    double m_divisor = 1;
};

/// Adds values to the end of a column and takes their memory from the budget.
class ValueSink {
public:
    ValueSink(std::vector<ParquetValue>& values, Budget& budget) : m_values(values), m_budget(budget) {}

    void add(ParquetValue value, std::size_t count = 1);
    /// Before `count` values are added one by one.
    void reserve(std::size_t count);
    std::size_t budgetLeft() const { return m_budget.left(); }

private:
    std::vector<ParquetValue>& m_values;
    Budget& m_budget;
};

} // namespace storyscope::formats::parquet
