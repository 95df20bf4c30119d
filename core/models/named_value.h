// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/models/json_object.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace storyscope::models {

/// Values by the names that configurations and presets use for them; never empty.
template <typename Value>
using Names = std::vector<std::pair<const char*, Value>>;

/// The name of one of the values.
template <typename Value>
const char* nameOf(Value value, const Names<Value>& names) {
    return std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.second == value; })->first;
}

/// The value of this name. Throws Error{Malformed} that lists the names.
template <typename Value>
Value namedValue(const std::string& wanted, const std::string& place, const Names<Value>& names) {
    std::string known;
    for (const auto& [name, value] : names) {
        if (wanted == name) {
            return value;
        }
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw Error(ErrorCode::Malformed, place + " cannot be \"" + wanted + "\"; there is: " + known);
}

/// The value that `key` names, the first one if the key is absent. Throws likewise.
template <typename Value>
Value namedValue(JsonObject& object, const std::string& key, const Names<Value>& names) {
    return namedValue(object.text(key, names.front().first), object.place() + ": \"" + key + '"', names);
}

/// The same; `otherwise`, which is one of the values, if the key is absent.
template <typename Value>
Value namedValue(JsonObject& object, const std::string& key, Value otherwise, const Names<Value>& names) {
    return namedValue(object.text(key, nameOf(otherwise, names)), object.place() + ": \"" + key + '"', names);
}

} // namespace storyscope::models
