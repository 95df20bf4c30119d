// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/json_object.h"

#include "core/base/error.h"

namespace storyscope::models {

JsonObject::JsonObject(const nlohmann::json& json, std::string place) : m_json(json), m_place(std::move(place)) {
    if (!m_json.is_object()) {
        throw Error(ErrorCode::Malformed, m_place + " is not a JSON object");
    }
}

const nlohmann::json* JsonObject::find(const std::string& key) {
    m_asked.insert(key);
    const auto found = m_json.find(key);
    return found == m_json.end() ? nullptr : &*found;
}

void JsonObject::fail(const std::string& key, const std::string& wanted) const {
    throw Error(ErrorCode::Malformed, m_place + ": \"" + key + "\" must be " + wanted);
}

double JsonObject::checked(const nlohmann::json& value, const std::string& key, const Range& range) const {
    if (!value.is_number() || !(value.get<double>() >= range.lowest) || !(value.get<double>() <= range.highest)) {
        fail(key,
             "a number from " + nlohmann::json(range.lowest).dump() + " to " + nlohmann::json(range.highest).dump());
    }
    return value.get<double>();
}

std::int64_t JsonObject::integer(const std::string& key, std::int64_t otherwise, const Range& range) {
    const nlohmann::json* value = find(key);
    if (value == nullptr) {
        return otherwise;
    }
    checked(*value, key, range);
    if (!value->is_number_integer()) {
        fail(key, "a whole number");
    }
    return value->get<std::int64_t>();
}

double JsonObject::number(const std::string& key, double otherwise, const Range& range) {
    const nlohmann::json* value = find(key);
    return value == nullptr ? otherwise : checked(*value, key, range);
}

std::string JsonObject::text(const std::string& key, const std::string& otherwise) {
    const nlohmann::json* value = find(key);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_string()) {
        fail(key, "a text");
    }
    return value->get<std::string>();
}

bool JsonObject::boolean(const std::string& key, bool otherwise) {
    const nlohmann::json* value = find(key);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_boolean()) {
        fail(key, "true or false");
    }
    return value->get<bool>();
}

std::vector<std::int64_t> JsonObject::integersOrOne(const std::string& key, const std::vector<std::int64_t>& otherwise,
                                                    const Range& range) {
    const nlohmann::json* value = find(key);
    return value != nullptr && value->is_number() ? std::vector<std::int64_t>{integer(key, 0, range)}
                                                  : integers(key, otherwise, range);
}

std::vector<std::int64_t> JsonObject::integers(const std::string& key, const std::vector<std::int64_t>& otherwise,
                                               const Range& range) {
    const nlohmann::json* value = find(key);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_array() || value->empty()) {
        fail(key, "a list of whole numbers");
    }
    std::vector<std::int64_t> result;
    for (const nlohmann::json& item : *value) {
        checked(item, key, range);
        if (!item.is_number_integer()) {
            fail(key, "a list of whole numbers");
        }
        result.push_back(item.get<std::int64_t>());
    }
    return result;
}

std::vector<std::string> JsonObject::texts(const std::string& key) {
    const nlohmann::json* value = find(key);
    std::vector<std::string> result;
    if (value == nullptr) {
        return result;
    }
    if (!value->is_array()) {
        fail(key, "a list of texts");
    }
    for (const nlohmann::json& item : *value) {
        if (!item.is_string()) {
            fail(key, "a list of texts");
        }
        result.push_back(item.get<std::string>());
    }
    return result;
}

nlohmann::json JsonObject::object(const std::string& key) {
    const nlohmann::json* value = find(key);
    if (value == nullptr) {
        return nlohmann::json::object();
    }
    if (!value->is_object()) {
        fail(key, "an object");
    }
    return *value;
}

void JsonObject::finish() const {
    for (const auto& [key, value] : m_json.items()) {
        if (!m_asked.contains(key)) {
            throw Error(ErrorCode::Malformed, m_place + ": \"" + key + "\" is not known");
        }
    }
}

} // namespace storyscope::models
