// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/published_json.h"

#include "core/base/error.h"
#include "core/models/named_value.h"

#include <algorithm>

namespace storyscope::models {

using nlohmann::json;

namespace {

const Names<const char*>& activations() {
    static const Names<const char*> known{
        {"gelu", "gelu"}, {"quick_gelu", "quick_gelu"}, {"gelu_new", "gelu_tanh"}, {"gelu_pytorch_tanh", "gelu_tanh"}};
    return known;
}

} // namespace

json withoutNulls(json object) {
    for (auto item = object.begin(); item != object.end();) {
        item = item->is_null() ? object.erase(item) : std::next(item);
    }
    return object;
}

json publishedPart(const json& config, const char* key, const std::string& place) {
    const auto found = config.find(key);
    if (found == config.end() || !found->is_object()) {
        throw Error(ErrorCode::Malformed, place + ": \"" + key + "\" is missing");
    }
    return withoutNulls(*found);
}

const char* publishedActivation(JsonObject& object, const char* otherwise) {
    return namedValue(object.text("hidden_act", otherwise), object.place() + ": \"hidden_act\"", activations());
}

const char* publishedActivationName(const std::string& ours) {
    return std::ranges::find_if(activations(), [&](const auto& name) { return ours == name.second; })->first;
}

} // namespace storyscope::models
