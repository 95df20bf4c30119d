// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/byte_pair_json.h"

#include "core/base/error.h"
#include "core/text/tokenizer_json.h"

#include <nlohmann/json.hpp>

namespace storyscope::text {

namespace {

using nlohmann::json;

[[noreturn]] void fail(const std::string& message) {
    throw Error(ErrorCode::Malformed, message);
}

[[noreturn]] void failAsUnsupported(const std::string& message) {
    throw Error(ErrorCode::Unsupported, message);
}

/// "a b", or ["a", "b"] as newer files have it.
BytePair pairOf(const json& merge) {
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
        return {.left = merge[0].get<std::string>(), .right = merge[1].get<std::string>()};
    }
    const std::string text = merge.is_string() ? merge.get<std::string>() : std::string();
    const std::size_t space = text.find(' ');
    if (space == 0 || space == std::string::npos || space + 1 == text.size()) {
        fail("A merge of the tokenizer is not two tokens");
    }
    return {.left = text.substr(0, space), .right = text.substr(space + 1)};
}

const json& member(const json& object, const char* key) {
    static const json none;
    const auto found = object.find(key);
    return found != object.end() ? *found : none;
}

BytePairFiles::Prefix prefixOf(const json& preTokenizer) {
    if (!preTokenizer.is_object() || member(preTokenizer, "type") != "ByteLevel" ||
        member(preTokenizer, "use_regex") == false) {
        failAsUnsupported("The tokenizer does not cut text into words as GPT-2 does");
    }
    return member(preTokenizer, "add_prefix_space") == true ? BytePairFiles::Prefix::Space
                                                            : BytePairFiles::Prefix::None;
}

} // namespace

bool namesBytePairs(const json& document) {
    const json& model = member(document, "model");
    return model.is_object() && member(model, "type") == "BPE";
}

BytePairFiles bytePairFilesOf(const json& document) {
    if (!namesBytePairs(document)) {
        failAsUnsupported("The tokenizer is not of the kind BPE");
    }
    if (!member(document, "normalizer").is_null()) {
        failAsUnsupported("The tokenizer changes text before it reads it, which GPT-2's does not");
    }
    BytePairFiles files;
    files.prefix = prefixOf(member(document, "pre_tokenizer"));
    const json& model = member(document, "model");
    files.tokens = tokensById(member(model, "vocab"));
    const json& merges = member(model, "merges");
    if (!merges.is_array()) {
        fail("The tokenizer has no merges");
    }
    for (const json& merge : merges) {
        files.merges.push_back(pairOf(merge));
    }
    return files;
}

} // namespace storyscope::text
