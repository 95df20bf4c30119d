// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats_parquet_expected.h"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

namespace storyscope::testing {

using formats::ParquetValue;
using nlohmann::json;

namespace {

std::optional<double> number(const ParquetValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value.data)) {
        return static_cast<double>(*whole);
    }
    if (const auto* large = std::get_if<std::uint64_t>(&value.data)) {
        return static_cast<double>(*large);
    }
    if (const auto* floating = std::get_if<double>(&value.data)) {
        return *floating;
    }
    return std::nullopt;
}

bool isClose(double a, double b) {
    return a == b || std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

/// Days since 1970 of a date in the Gregorian calendar.
double daysSince1970(int year, int month, int day) {
    const int y = month > 2 ? year : year - 1;
    const int m = month > 2 ? month - 3 : month + 9;
    const int era = y >= 0 ? y / 400 : (y - 399) / 400;
    const int ofEra = y - era * 400;
    return era * 146'097.0 + ofEra * 365 + ofEra / 4 - ofEra / 100 + (m * 153 + 2) / 5 + day - 1 - 719'468;
}

/// "2022-11-27T17:42:43.514Z" in seconds since 1970.
std::optional<double> secondsOf(const std::string& iso) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    double second = 0;
    const int fields = std::sscanf(iso.c_str(), "%d-%d-%dT%d:%d:%lfZ", &year, &month, &day, &hour, &minute, &second);
    if (fields != 6 && fields != 3) {
        return std::nullopt;
    }
    return daysSince1970(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second;
}

bool isTime(std::int64_t stored, const std::string& expected, const std::string& logical) {
    const auto seconds = secondsOf(expected);
    double perSecond = 1e6; // INT96
    if (logical == "DATE") {
        perSecond = 1.0 / 86'400;
    } else if (logical.ends_with("(MILLIS)")) {
        perSecond = 1e3;
    } else if (logical.ends_with("(NANOS)")) {
        perSecond = 1e9;
    }
    return seconds && std::abs(static_cast<double>(stored) / perSecond - *seconds) < 0.001;
}

class Comparison {
public:
    Comparison(std::string logical, EmptyList empty) : m_logical(std::move(logical)), m_empty(empty) {}

    bool equal(const ParquetValue& value, const json& expected) const {
        const auto* floating = std::get_if<double>(&value.data);
        if (value.isNull() || (floating != nullptr && std::isnan(*floating))) {
            return expected.is_null();
        }
        if (const auto* flag = std::get_if<bool>(&value.data)) {
            return expected == *flag;
        }
        if (const auto* text = value.text()) {
            return isText(*text, expected);
        }
        if (const auto* list = value.list()) {
            return isList(*list, expected);
        }
        if (const auto* members = std::get_if<ParquetValue::Struct>(&value.data)) {
            return isStruct(*members, expected);
        }
        if (expected.is_string() && value.number() != nullptr) {
            return isTime(*value.number(), expected.get<std::string>(), m_logical);
        }
        return expected.is_number() && isClose(*number(value), expected.get<double>());
    }

private:
    bool isText(const std::string& text, const json& expected) const {
        if (expected.is_string()) {
            return expected.get<std::string>() == text;
        }
        if (m_logical == "JSON") {
            return json::parse(text, nullptr, false) == expected;
        }
        if (!expected.is_array() || expected.size() != text.size()) {
            return false;
        }
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (expected[i] != static_cast<unsigned char>(text[i])) {
                return false;
            }
        }
        return true;
    }

    bool isList(const ParquetValue::List& list, const json& expected) const {
        if (!expected.is_array() && !expected.is_object()) {
            return list.empty() && expected.is_null() && m_empty == EmptyList::IsNull;
        }
        if (expected.size() != list.size()) {
            return false;
        }
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (expected.is_array() ? !equal(list[i], expected[i]) : !isEntry(list[i], expected)) {
                return false;
            }
        }
        return true;
    }

    bool isEntry(const ParquetValue& entry, const json& map) const {
        const ParquetValue* key = entry.member("key");
        const ParquetValue* value = entry.member("value");
        if (key == nullptr || value == nullptr) {
            return false;
        }
        const std::string name =
            key->text() != nullptr ? *key->text() : std::to_string(key->number() ? *key->number() : 0);
        return map.contains(name) && equal(*value, map[name]);
    }

    bool isStruct(const ParquetValue::Struct& members, const json& expected) const {
        if (!expected.is_object()) {
            return false;
        }
        std::size_t found = 0;
        for (const auto& [name, value] : members) {
            const bool isThere = expected.contains(name);
            if (!equal(value, isThere ? expected[name] : json())) {
                return false;
            }
            found += isThere ? 1 : 0;
        }
        return found == expected.size();
    }

    std::string m_logical;
    EmptyList m_empty;
};

} // namespace

ParquetTable readAll(const formats::ParquetFile& file) {
    ParquetTable table;
    table.names = file.names();
    for (const std::string& name : table.names) {
        auto& column = table.columns.emplace_back();
        for (std::size_t group = 0; group < file.rowGroupCount(); ++group) {
            for (auto& value : file.read(group, name, {.firstRow = 0, .rowCount = file.rowsIn(group)})) {
                column.push_back(std::move(value));
            }
        }
        for (const auto& leaf : file.columns()) {
            if (leaf.path.front() == name) {
                table.logicalTypes.push_back(leaf.logicalType);
                break;
            }
        }
    }
    return table;
}

std::optional<std::string> difference(const ParquetTable& table, const json& rows, EmptyList empty) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        if (table.columns[column].size() != rows.size()) {
            return std::to_string(table.columns[column].size()) + " rows instead of " + std::to_string(rows.size());
        }
        const Comparison comparison(table.logicalTypes[column], empty);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (rows[row].size() != table.columns.size()) {
                return "another number of columns";
            }
            if (!comparison.equal(table.columns[column][row], rows[row][column])) {
                return "row " + std::to_string(row) + ", column " + table.names[column] + " (" +
                       table.logicalTypes[column] + ") is not " + rows[row][column].dump().substr(0, 200);
            }
        }
    }
    return std::nullopt;
}

} // namespace storyscope::testing
