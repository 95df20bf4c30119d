// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/preset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/logging.h"
#include "core/base/paths.h"
#include "core/models/json_object.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace storyscope::models {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t presetLimitBytes = 1 << 20;
constexpr JsonObject::Range longest{1, 100'000}; // epochs

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

/// Of all stages; a stage that does not say how many it has gets `each`.
int epochsOf(const nlohmann::json& training, int each) {
    const auto stages = training.find("stages");
    if (stages == training.end() || !stages->is_array() || stages->empty()) {
        return each;
    }
    std::int64_t epochs = 0;
    for (const nlohmann::json& stage : *stages) {
        epochs += JsonObject(stage, "The preset's stages").integer("epochs", each, longest);
    }
    return static_cast<int>(std::min<std::int64_t>(epochs, std::numeric_limits<int>::max()));
}

nlohmann::json readJson(const fs::path& path) {
    nlohmann::json json = nlohmann::json::parse(readFile(path, presetLimitBytes), nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) {
        throw Error(ErrorCode::Malformed, "This preset is not valid JSON", inFile(path));
    }
    return json;
}

/// A preset that says only how it differs from its "base", made whole.
nlohmann::json withItsBase(nlohmann::json preset) {
    if (!preset.is_object() || !preset.contains("base")) {
        return preset;
    }
    const std::string base = JsonObject(preset, "The preset").text("base", "");
    nlohmann::json whole = readJson(pathOf(base));
    if (whole.contains("base")) {
        throw Error(ErrorCode::Malformed, "The preset's base \"" + base + "\" has a base itself");
    }
    preset.erase("base");
    whole.merge_patch(preset);
    return whole;
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
    preset.info.epochs = epochsOf(preset.training, static_cast<int>(training.integer("epochs", 1, longest)));
    const auto stages = preset.training.find("stages");
    preset.info.stages = stages == preset.training.end() ? 1 : std::max(static_cast<int>(stages->size()), 1);
    preset.info.batchSize = static_cast<int>(training.integer("batch_size", 1, {1, 65'536}));
    preset.info.learningRate = training.number("learning_rate", 1e-3, {0, 10});
    return preset;
}

} // namespace

Preset readPreset(const std::string& nameOrPath) {
    const fs::path path = pathOf(nameOrPath);
    const nlohmann::json json = readJson(path);
    try {
        return presetFromJson(withItsBase(json), path);
    } catch (const Error& error) {
        throw Error(error.code(), error.message(), inFile(path));
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
