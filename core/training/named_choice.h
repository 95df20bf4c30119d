// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/models/json_object.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace storyscope::training {

/// The values of an enumeration by the names that presets use for them.
template <typename Value, std::size_t count>
using Names = std::array<std::pair<const char*, Value>, count>;

template <typename Value, std::size_t count>
const char* nameOf(Value value, const Names<Value, count>& names) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.second == value; });
    return found->first;
}

/// The value that `key` names. Throws Error{Malformed} that lists the names.
template <typename Value, std::size_t count>
Value choice(models::JsonObject& object, const char* key, Value otherwise, const Names<Value, count>& names) {
    const std::string wanted = object.text(key, nameOf(otherwise, names));
    std::string known;
    for (const auto& [name, value] : names) {
        if (wanted == name) {
            return value;
        }
        known += (known.empty() ? "" : " or ") + std::string(name);
    }
    throw Error(ErrorCode::Malformed, object.place() + ": \"" + key + "\" must be " + known);
}

} // namespace storyscope::training
