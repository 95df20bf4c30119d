// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_json.h"

#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>

namespace storyscope::text {

using nlohmann::json;

namespace {

[[noreturn]] void fail(const std::string& message, std::optional<std::uint64_t> byte = {}) {
    throw Error(ErrorCode::Malformed, message, {.file = {}, .byteOffset = byte, .row = {}});
}

} // namespace

json parsedObject(const std::string& bytes) {
    constexpr int deepest = 32;
    const auto shallow = [](int depth, json::parse_event_t, json&) {
        if (depth > deepest) {
            fail("The JSON is nested too deeply");
        }
        return true;
    };
    json document;
    try {
        document = json::parse(bytes, shallow);
    } catch (const json::parse_error& error) {
        fail("This is not valid JSON", error.byte);
    } catch (const json::exception&) {
        fail("This is not valid JSON");
    }
    if (!document.is_object()) {
        fail("This is no JSON object");
    }
    return document;
}

std::vector<std::string> tokensById(const json& vocabulary) {
    if (!vocabulary.is_object()) {
        fail("The tokenizer has no vocabulary");
    }
    std::vector<std::string> tokens(vocabulary.size());
    std::vector<bool> isKnown(vocabulary.size());
    for (const auto& [token, value] : vocabulary.items()) {
        const auto id = value.is_number_integer() ? value.get<std::uint64_t>() : vocabulary.size();
        if (id >= tokens.size() || isKnown[id]) {
            fail("The vocabulary does not number its tokens from 0 without gaps: \"" + token + "\"");
        }
        tokens[id] = token;
        isKnown[id] = true;
    }
    return tokens;
}

} // namespace storyscope::text
