// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/preset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/logging.h"
#include "core/base/paths.h"
#include "core/models/json_object.h"

#include <algorithm>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t presetLimitBytes = 1 << 20;

fs::path presetsPath() {
    return resourcesPath() / "presets";
}

fs::path pathOf(const std::string& nameOrPath) {
    const bool isName = nameOrPath.find('/') == std::string::npos && fs::path(nameOrPath).extension() != ".json";
    if (!isName) {
        return nameOrPath;
    }
    const fs::path path = presetsPath() / (nameOrPath + ".json");
    if (!fs::exists(path)) {
        std::string names;
        for (const PresetInfo& preset : installedPresets()) {
            names += (names.empty() ? "" : ", ") + preset.name;
        }
        throw Error(ErrorCode::NotFound, "There is no preset \"" + nameOrPath + "\"; there is: " + names);
    }
    return path;
}

Preset presetFromJson(const nlohmann::json& json, const fs::path& path) {
    JsonObject object(json, "The preset");
    Preset preset;
    preset.info.path = path;
    preset.info.name = path.stem().string();
    preset.info.title = object.text("title", preset.info.name);
    preset.info.description = object.text("description", "");
    preset.model = object.object("model");
    preset.training = object.object("training");
    object.finish();
    JsonObject training(preset.training, "The preset's training");
    preset.info.epochs = static_cast<int>(training.integer("epochs", 1, {1, 100'000}));
    preset.info.batchSize = static_cast<int>(training.integer("batch_size", 1, {1, 65'536}));
    preset.info.learningRate = training.number("learning_rate", 1e-3, {0, 10});
    return preset;
}

} // namespace

Preset readPreset(const std::string& nameOrPath) {
    const fs::path path = pathOf(nameOrPath);
    const nlohmann::json json =
        nlohmann::json::parse(readFile(path, presetLimitBytes), nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) {
        throw Error(ErrorCode::Malformed, "This preset is not valid JSON", {.file = path, .byteOffset = {}, .row = {}});
    }
    try {
        return presetFromJson(json, path);
    } catch (const Error& error) {
        throw Error(error.code(), error.message(), {.file = path, .byteOffset = {}, .row = {}});
    }
}

PresetInfo readPresetInfo(const std::string& nameOrPath) {
    return readPreset(nameOrPath).info;
}

std::vector<PresetInfo> installedPresets() {
    std::vector<PresetInfo> result;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(presetsPath(), ignored)) {
        if (entry.path().extension() != ".json") {
            continue;
        }
        try {
            result.push_back(readPresetInfo(entry.path().string()));
        } catch (const Error& error) {
            log(LogLevel::Warning, error.what());
        }
    }
    std::sort(result.begin(), result.end(), [](const PresetInfo& a, const PresetInfo& b) { return a.name < b.name; });
    return result;
}

} // namespace storyscope::models
