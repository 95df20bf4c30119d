// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/parquet_value.h"

#include <algorithm>

namespace storyscope::formats {

const ParquetValue* ParquetValue::member(const std::string& name) const {
    const Struct* members = std::get_if<Struct>(&data);
    if (members == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(*members, name, &Member::name);
    return found == members->end() ? nullptr : &found->value;
}

bool operator==(const ParquetValue& a, const ParquetValue& b) {
    return a.data == b.data;
}

} // namespace storyscope::formats
