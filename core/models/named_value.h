// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/models/json_object.h"

#include <string>
#include <utility>
#include <vector>

namespace storyscope::models {

/// The value that `key` names, the first one if the key is absent. Throws Error{Malformed} that lists the names.
template <typename Value>
Value namedValue(JsonObject& object, const std::string& key, const std::vector<std::pair<std::string, Value>>& values) {
    const std::string wanted = object.text(key, values.front().first);
    std::string names;
    for (const auto& [name, value] : values) {
        if (wanted == name) {
            return value;
        }
        names += (names.empty() ? "" : ", ") + name;
    }
    throw Error(ErrorCode::Malformed,
                object.place() + ": \"" + key + "\" cannot be \"" + wanted + "\"; there is: " + names);
}

} // namespace storyscope::models
