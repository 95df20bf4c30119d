// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/models/weights_file.h"
#include "core/text/tokenizer.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>

namespace storyscope::models {

inline constexpr const char* weightsName = "model.safetensors";

/// A model and the words it speaks, as they lie together in a model folder.
struct LoadedModel {
    std::shared_ptr<StoryModel> model;
    std::shared_ptr<const text::Tokenizer> tokenizer;
};

/// What config.json of a model folder says, ours or the Hugging Face library's, with `changes`, a merge patch (RFC
/// 7386) of it. Throws Error naming the file.
StoryConfig readModelConfig(const std::filesystem::path& folder,
                            const nlohmann::json& changes = nlohmann::json::object());

/// Reads config.json, the weights (folder_weights.h), the tokenizer and familiarity.safetensors (may be absent) of a
/// model folder; the model is in evaluation mode on the CPU. A captioner's folder as the Hugging Face library writes it
/// is read as it is. `changes` as above: of values that change no tensor, a name or whether a part is frozen. Throws
/// Error naming the file, and one Error{Mismatch} that lists every tensor that is missing, misshapen or unexpected.
LoadedModel loadModelFolder(const std::filesystem::path& folder,
                            const nlohmann::json& changes = nlohmann::json::object());

/// Gives `model`, which is of this folder's kind, the folder's weights. Throws likewise.
void readWeights(StoryModel& model, const std::filesystem::path& folder);

/// Writes the same files into `folder` (created), weights in config().weightsType; a captioner that has a published
/// layout in that, so that other programs read it, too. `readme` becomes README.md. Published weights of frozen parts
/// are not repeated: config.json refers to them by file or name and SHA-256. Not atomic as a whole: write into a new
/// folder and rename that. Throws Error.
void saveModelFolder(const StoryModel& model, const text::Tokenizer& tokenizer, const std::string& readme,
                     const std::filesystem::path& folder);

/// The tensors that are saved, under our names; they share the model's storage.
NamedTensors savedWeights(const StoryModel& model);

/// The same with all weights, for another machine.
void exportModelFolder(const StoryModel& model, const text::Tokenizer& tokenizer, const std::string& readme,
                       const std::filesystem::path& folder);

} // namespace storyscope::models
