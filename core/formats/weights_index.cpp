// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/weights_index.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/utf8.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace storyscope::formats {

namespace {

using nlohmann::json;

constexpr std::size_t indexLimitBytes = std::size_t{64} << 20;
constexpr std::size_t nameLimitBytes = 255;
constexpr int deepest = 8;

/// A bare name of a weights file: nothing that could lead out of the folder or mean another kind of file.
bool isShardName(const std::string& name) {
    const bool isPlain = std::ranges::none_of(
        name, [](unsigned char letter) { return letter == '/' || letter == '\\' || letter < ' ' || letter == 0x7F; });
    const bool isWeights = name.ends_with(".safetensors") || name.ends_with(".bin");
    return isPlain && isWeights && name.front() != '.' && name.size() <= nameLimitBytes;
}

json parsed(std::string_view bytes, const ErrorPlace& place) {
    const auto shallow = [&](int depth, json::parse_event_t, json&) {
        if (depth > deepest) {
            throw Error(ErrorCode::Malformed, "The index of the weights is nested too deeply", place);
        }
        return true;
    };
    try {
        return json::parse(bytes, shallow);
    } catch (const json::exception&) {
        throw Error(ErrorCode::Malformed, "The index of the weights is not valid JSON", place);
    }
}

} // namespace

bool isWeightsIndex(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return name.ends_with(".safetensors.index.json") || name.ends_with(".bin.index.json");
}

WeightsIndex parseWeightsIndex(std::string_view bytes, const std::filesystem::path& nameForErrors) {
    const ErrorPlace place = inFile(nameForErrors);
    const json document = parsed(bytes, place);
    const auto map = document.is_object() ? document.find("weight_map") : document.end();
    if (!document.is_object() || map == document.end() || !map->is_object() || map->empty()) {
        throw Error(ErrorCode::Malformed, "The index of the weights has no \"weight_map\" of tensors", place);
    }
    WeightsIndex index;
    for (const auto& [tensor, shard] : map->items()) {
        if (!shard.is_string() || !isShardName(shard.get<std::string>())) {
            const std::string said =
                shard.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, nameLimitBytes);
            throw Error(ErrorCode::Malformed,
                        "The index places the tensor \"" + withValidUtf8(tensor) + "\" in " + withValidUtf8(said) +
                            ", which is no weights file beside it",
                        place);
        }
        index.shards[shard.get<std::string>()].push_back(tensor);
    }
    return index;
}

WeightsIndex readWeightsIndex(const std::filesystem::path& file) {
    return parseWeightsIndex(readFile(file, indexLimitBytes), file);
}

} // namespace storyscope::formats
