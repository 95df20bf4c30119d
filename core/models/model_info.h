// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace storyscope::models {

/// What can be said about a model folder without loading its weights. Free of LibTorch: for lists and headers.
struct ModelInfo {
    std::string name; ///< for a person: "StoryWorld"
    std::filesystem::path path;
    std::string architecture; ///< config.json's "architecture"
    std::int64_t parameterCount = 0;
    std::uintmax_t sizeBytes = 0; ///< of the weights file
    int contextFrames = 0;        ///< frames that the next-picture and next-caption heads look back on
    std::string licence;
};

/// Throws Error{NotFound} or Error{Malformed} naming the file in the folder that is missing or wrong.
ModelInfo readModelInfo(const std::filesystem::path& folder);

/// The bundled model first, then models in userDataPath()/models, then finished runs' best models; broken folders are
/// left out.
std::vector<ModelInfo> installedModels();

/// A training preset: model parts and training values, from resources/presets or a file.
struct PresetInfo {
    std::string name; ///< "storyworld"
    std::filesystem::path path;
    std::string title;       ///< for a person
    std::string description; ///< one or two sentences
    int epochs = 0;          ///< of all stages together
    int stages = 1;          ///< each needs an epoch at least
    int batchSize = 0;
    double learningRate = 0;
};

/// By name; files that cannot be read are left out and logged.
std::vector<PresetInfo> installedPresets();
/// By name, or a path to a preset file. Throws Error{NotFound}, Error{Malformed}.
PresetInfo readPresetInfo(const std::string& nameOrPath);

} // namespace storyscope::models
