// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hub/repository_index.h"

#include "core/base/error.h"
#include "core/hub/hub_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <regex>
#include <set>

namespace storyscope::hub {

namespace {

using Json = nlohmann::json;

constexpr std::array smallFiles{"config.json",
                                "generation_config.json",
                                "preprocessor_config.json",
                                "processor_config.json",
                                "tokenizer.json",
                                "tokenizer_config.json",
                                "special_tokens_map.json",
                                "added_tokens.json",
                                "vocab.txt",
                                "vocab.json",
                                "merges.txt",
                                "README.md"};
constexpr const char* licenceTag = "license:";
constexpr std::size_t mostFiles = 100'000;

struct WeightsKind {
    const char* whole;
    const char* index;
    const char* stem;
    const char* ending;
};
constexpr std::array weightsKinds{
    WeightsKind{"model.safetensors", "model.safetensors.index.json", "model-", ".safetensors"},
    WeightsKind{"pytorch_model.bin", "pytorch_model.bin.index.json", "pytorch_model-", ".bin"},
};

std::string textOf(const Json& object, const char* key) {
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>()
                                                                             : std::string();
}

Json memberOf(const Json& object, const char* key) {
    return object.is_object() ? object.value(key, Json()) : Json();
}

std::optional<std::uint64_t> sizeOf(const Json& object) {
    const Json size = memberOf(object, "size");
    return size.is_number_unsigned() ? std::optional(size.get<std::uint64_t>()) : std::nullopt;
}

std::string licenceOf(const Json& model) {
    const Json card = memberOf(model, "cardData");
    const Json licence = memberOf(card, "license");
    if (licence.is_array() && !licence.empty() && licence.front().is_string()) {
        return licence.front().get<std::string>();
    }
    const std::string named = textOf(card, "license");
    if (named == "other" && !textOf(card, "license_name").empty()) {
        return textOf(card, "license_name");
    }
    if (!named.empty()) {
        return named;
    }
    for (const Json& tag : memberOf(model, "tags")) {
        if (tag.is_string() && tag.get<std::string>().starts_with(licenceTag)) {
            return tag.get<std::string>().substr(std::string_view(licenceTag).size());
        }
    }
    return {};
}

RepositoryFile fileOf(const Json& sibling, const std::string& repository) {
    RepositoryFile file{.name = textOf(sibling, "rfilename"), .sizeBytes = sizeOf(sibling), .contentHash = {}};
    if (!isSafeFileName(file.name)) {
        const std::string shown = Json(file.name).dump(-1, ' ', true, Json::error_handler_t::replace);
        throw Error(ErrorCode::Malformed,
                    repository + " lists a file that would lie outside its folder, so nothing is fetched: " + shown);
    }
    const Json large = memberOf(sibling, "lfs");
    if (const std::string hash = textOf(large, "sha256"); isSha256(hash)) {
        file.contentHash = hash;
        file.sizeBytes = sizeOf(large) ? sizeOf(large) : file.sizeBytes;
    } else if (const std::string blob = textOf(sibling, "blobId"); isGitHash(blob) && !large.is_object()) {
        file.contentHash = blob;
    }
    return file;
}

/// "model-00002-of-00003.safetensors" → all three, as many as the index lists. Empty if there are none.
std::vector<RepositoryFile> shards(const RepositoryIndex& index, const WeightsKind& kind,
                                   const std::string& repository) {
    const std::regex pattern(std::string(kind.stem) + R"((\d{5})-of-(\d{5})\)" + kind.ending);
    std::vector<RepositoryFile> found;
    std::set<std::string> names;
    int count = 0;
    for (const RepositoryFile& file : index.files) {
        std::smatch match;
        if (std::regex_match(file.name, match, pattern)) {
            count = std::max(count, std::stoi(match[2]));
            found.push_back(file);
            names.insert(file.name);
        }
    }
    for (int shard = 1; shard <= count; ++shard) {
        std::array<char, 32> number{};
        std::snprintf(number.data(), number.size(), "%05d-of-%05d", shard, count);
        const std::string name = kind.stem + std::string(number.data()) + kind.ending;
        if (!names.contains(name)) {
            throw Error(ErrorCode::NotFound, repository + " lacks a part of its weights: " + name);
        }
    }
    return found;
}

} // namespace

RepositoryIndex RepositoryIndex::parse(const std::string& json, const std::string& repository) {
    const Json model = Json::parse(json, nullptr, /*allow_exceptions=*/false);
    const Json siblings = memberOf(model, "siblings");
    RepositoryIndex index{.commit = textOf(model, "sha"), .licence = licenceOf(model), .isGated = false, .files = {}};
    if (!isSafeEntryName(index.commit) || !siblings.is_array() || siblings.size() > mostFiles) {
        throw Error(ErrorCode::Malformed,
                    "The hub's description of " + repository + " is not to be understood: is HF_ENDPOINT right?");
    }
    const Json gated = memberOf(model, "gated"); // false, "auto" or "manual"
    index.isGated = gated.is_string() || (gated.is_boolean() && gated.get<bool>());
    for (const Json& sibling : siblings) {
        index.files.push_back(fileOf(sibling, repository));
    }
    return index;
}

const RepositoryFile* RepositoryIndex::find(const std::string& name) const {
    const auto found = std::ranges::find(files, name, &RepositoryFile::name);
    return found == files.end() ? nullptr : &*found;
}

std::vector<RepositoryFile> neededFiles(const RepositoryIndex& index, const std::string& repository) {
    std::vector<RepositoryFile> needed;
    for (const char* const name : smallFiles) {
        if (const RepositoryFile* const file = index.find(name)) {
            needed.push_back(*file);
        }
    }
    for (const WeightsKind& kind : weightsKinds) {
        if (const RepositoryFile* const whole = index.find(kind.whole)) {
            needed.push_back(*whole);
            return needed;
        }
        const RepositoryFile* const list = index.find(kind.index);
        if (const auto parts = shards(index, kind, repository); list != nullptr && !parts.empty()) {
            needed.push_back(*list);
            needed.insert(needed.end(), parts.begin(), parts.end());
            return needed;
        }
    }
    throw Error(ErrorCode::NotFound,
                repository + " has no weights that Storyscope reads: model.safetensors or pytorch_model.bin");
}

bool isShardIndex(const std::string& name) {
    return std::ranges::any_of(weightsKinds, [&](const WeightsKind& kind) { return name == kind.index; });
}

std::vector<std::string> shardsOf(const std::string& json, const std::string& subject) {
    const Json weights = memberOf(Json::parse(json, nullptr, /*allow_exceptions=*/false), "weight_map");
    std::set<std::string> names;
    for (const Json& name : weights) {
        if (!name.is_string()) {
            names.clear();
            break;
        }
        names.insert(name.get<std::string>());
    }
    if (!weights.is_object() || names.empty()) {
        throw Error(ErrorCode::Malformed, subject + " does not say in which parts the weights are");
    }
    return {names.begin(), names.end()};
}

} // namespace storyscope::hub
