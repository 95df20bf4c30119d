// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace storyscope::formats {

/// A value of a Parquet row. Maps are lists of structs with "key" and "value".
struct ParquetValue {
    using List = std::vector<ParquetValue>;
    struct Member;
    using Struct = std::vector<Member>; ///< in the schema's order

    /// Null, bool, whole number, unsigned 64-bit number beyond that, floating point, bytes or text, list, struct.
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, List, Struct> data;

    bool isNull() const { return std::holds_alternative<std::monostate>(data); }
    /// Null if it is of another kind.
    const std::string* text() const { return std::get_if<std::string>(&data); }
    const std::int64_t* number() const { return std::get_if<std::int64_t>(&data); }
    const List* list() const { return std::get_if<List>(&data); }
    /// The member of that name; null if there is none or this is no struct.
    const ParquetValue* member(const std::string& name) const;

    friend bool operator==(const ParquetValue& a, const ParquetValue& b);
};

struct ParquetValue::Member {
    std::string name;
    ParquetValue value;

    friend bool operator==(const Member&, const Member&) = default;
};

} // namespace storyscope::formats
