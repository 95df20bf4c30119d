// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_logical_type.h"

#include <array>

namespace storyscope::formats::parquet {

namespace {

constexpr std::array<const char*, 4> unitNames{"", "MILLIS", "MICROS", "NANOS"};

const char* memberName(int id) {
    constexpr std::array<const char*, 16> names{"",     "STRING", "MAP",       "LIST",   "ENUM",    "DECIMAL",
                                                "DATE", "TIME",   "TIMESTAMP", "",       "INTEGER", "UNKNOWN",
                                                "JSON", "BSON",   "UUID",      "FLOAT16"};
    return id >= 0 && id < static_cast<int>(names.size()) ? names.at(static_cast<std::size_t>(id)) : "";
}

void readUnit(ThriftReader& reader, ThriftType type, LogicalType& logical) {
    reader.readStruct(type, [&](const ThriftField& field) {
        if (field.id >= 1 && field.id <= 3) {
            logical.unit = unitNames.at(static_cast<std::size_t>(field.id));
        }
        return false;
    });
}

/// The parameters of DECIMAL {scale, precision}, TIME and TIMESTAMP {is UTC, unit}, INTEGER {bit width, is signed}.
void readParameters(ThriftReader& reader, ThriftType type, LogicalType& logical) {
    const bool isDecimal = logical.name == "DECIMAL";
    const bool isInteger = logical.name == "INTEGER";
    const bool isTime = logical.name == "TIME" || logical.name == "TIMESTAMP";
    reader.readStruct(type, [&](const ThriftField& field) {
        if (isDecimal && (field.id == 1 || field.id == 2)) {
            (field.id == 1 ? logical.scale : logical.precision) = reader.int32(field.type);
        } else if (isInteger && field.id == 1) {
            logical.bitWidth = reader.int32(field.type);
        } else if (isInteger && field.id == 2) {
            logical.isSigned = reader.boolean(field.type);
        } else if (isTime && field.id == 2) {
            readUnit(reader, field.type, logical);
        } else {
            return false;
        }
        return true;
    });
}

LogicalType named(const char* name) {
    LogicalType type;
    type.name = name;
    return type;
}

LogicalType timed(const char* name, const char* unit) {
    LogicalType type = named(name);
    type.unit = unit;
    return type;
}

/// Numbers 11 to 18: UINT_8 to UINT_64, INT_8 to INT_64.
LogicalType integral(int number) {
    LogicalType type = named("INTEGER");
    type.bitWidth = 8 << ((number - 11) % 4);
    type.isSigned = number >= 15;
    return type;
}

} // namespace

LogicalType fromConvertedType(const ConvertedType& converted) {
    const int number = converted.number;
    if (number >= 11 && number <= 18) {
        return integral(number);
    }
    if (number == 7 || number == 8) {
        return timed("TIME", number == 7 ? "MILLIS" : "MICROS");
    }
    if (number == 9 || number == 10) {
        return timed("TIMESTAMP", number == 9 ? "MILLIS" : "MICROS");
    }
    constexpr std::array<const char*, 7> first{"STRING", "MAP", "MAP", "LIST", "ENUM", "DECIMAL", "DATE"};
    constexpr std::array<const char*, 3> last{"JSON", "BSON", "INTERVAL"};
    LogicalType type;
    if (number >= 0 && number <= 6) {
        type.name = first.at(static_cast<std::size_t>(number));
        type.scale = converted.scale;
        type.precision = converted.precision;
    } else if (number >= 19 && number <= 21) {
        type.name = last.at(static_cast<std::size_t>(number - 19));
    }
    return type;
}

LogicalType readLogicalType(ThriftReader& reader, ThriftType type) {
    LogicalType logical;
    reader.readStruct(type, [&](const ThriftField& field) {
        logical = named(memberName(field.id));
        readParameters(reader, field.type, logical);
        return true;
    });
    return logical;
}

std::string LogicalType::text() const {
    if (name == "DECIMAL") {
        return "DECIMAL(" + std::to_string(precision) + "," + std::to_string(scale) + ")";
    }
    if (name == "INTEGER") {
        return "INTEGER(" + std::to_string(bitWidth) + (isSigned ? ",true)" : ",false)");
    }
    return unit.empty() ? name : name + "(" + unit + ")";
}

} // namespace storyscope::formats::parquet
