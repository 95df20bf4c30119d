// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/model_info.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/models/folder_weights.h"
#include "core/models/pretrained_files.h"
#include "core/models/published_config.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t infoLimitBytes = 1 << 20;

template <typename Value>
Value valueOf(const nlohmann::json& json, const char* key, Value otherwise, const fs::path& file) {
    try {
        return json.value(key, std::move(otherwise));
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorCode::Malformed, std::string("\"") + key + "\" has the wrong type", inFile(file));
    }
}

void appendModels(const std::vector<fs::path>& folders, std::vector<ModelInfo>& models) {
    for (const fs::path& folder : folders) {
        try {
            models.push_back(readModelInfo(folder));
        } catch (const Error&) {
            // A broken folder is none of the models that can be used.
        }
    }
}

std::vector<fs::path> foldersIn(const fs::path& parent, const fs::path& below) {
    std::vector<fs::path> result;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
        if (const fs::path folder = below.empty() ? entry.path() : entry.path() / below;
            fs::is_directory(folder, ignored)) {
            result.push_back(folder);
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

/// Where the description names no model.
std::string nameOf(const fs::path& folder) {
    const std::string repository = hubRepository(folder);
    return repository.empty() ? (folder.has_filename() ? folder : folder.parent_path()).filename().string()
                              : repository;
}

/// "architecture" in our layout, the first of "architectures" in the published one.
std::string architectureIn(const nlohmann::json& json, const fs::path& configFile) {
    const auto published = json.find("architectures");
    const bool isNamed = published != json.end() && published->is_array() && !published->empty();
    const std::string otherwise = isNamed && published->front().is_string() ? published->front() : "";
    return valueOf(json, "architecture", otherwise, configFile);
}

/// A captioner in the published layout that we saved has what we say of it in an object of its own.
nlohmann::json withOwnNotes(nlohmann::json json) {
    const auto own = json.find(publishedOwnKey);
    if (own != json.end() && own->is_object()) {
        const nlohmann::json notes = *own;
        json.update(notes);
    }
    return json;
}

} // namespace

ModelInfo readModelInfo(const fs::path& folder) {
    const fs::path configFile = folder / "config.json";
    const nlohmann::json json =
        nlohmann::json::parse(readFile(configFile, infoLimitBytes), nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) {
        throw Error(ErrorCode::Malformed, "This is not a JSON object", inFile(configFile));
    }
    ModelInfo info;
    info.sizeBytes = weightsSizeBytes(weightsIn(folder));
    info.path = folder;
    info.architecture = architectureIn(json, configFile);
    const nlohmann::json said = withOwnNotes(json);
    info.name = valueOf(said, "name", nameOf(folder), configFile);
    info.parameterCount = valueOf(said, "parameter_count", std::int64_t{0}, configFile);
    info.contextFrames = valueOf(said, "context_frames", 0, configFile);
    info.licence = valueOf(said, "license", std::string(), configFile);
    return info;
}

std::vector<ModelInfo> installedModels() {
    std::vector<ModelInfo> models;
    appendModels({bundledModelPath()}, models);
    appendModels(foldersIn(userDataPath() / "models", {}), models);
    appendModels(foldersIn(userDataPath() / "runs", "best"), models);
    return models;
}

} // namespace storyscope::models
