// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_start.h"

#include "core/base/error.h"
#include "core/models/captioner_tokenizer.h"
#include "core/models/pretrained_files.h"

namespace storyscope::training {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* place = "The preset's model";

void checkArchitecture(const json& preset, const fs::path& folder) {
    const std::string wanted = preset.value("architecture", json()).is_string() ? preset["architecture"] : json("");
    const std::string found = models::readModelConfig(folder).architecture;
    if (!wanted.empty() && wanted != found) {
        throw Error(ErrorCode::Mismatch, "This preset starts from a " + wanted + "; here is a " + found,
                    inFile(folder));
    }
}

/// With what only the data tells.
json completed(json description, const TrainingData& data) {
    description["vocabulary_size"] = data.tokenizer->vocabularySize();
    description["tags"] = data.tags;
    description["pad_token_id"] = data.tokenizer->padId();
    return description;
}

} // namespace

TrainingPlan withStart(TrainingPlan plan, const fs::path& checkpoint) {
    if (plan.start.empty()) {
        return plan;
    }
    if (checkpoint.empty()) {
        plan.startFolder = models::findModelFolder(plan.start, models::WeightsPlaces::fromEnvironment());
        if (fs::exists(plan.start)) {
            const fs::path folder = fs::absolute(plan.start).lexically_normal(); // the run is repeated from anywhere
            plan.start = (folder.has_filename() ? folder : folder.parent_path()).string();
        }
    } else {
        plan.startFolder = checkpoint;
    }
    checkArchitecture(plan.model, plan.startFolder);
    plan.model = toJson(models::readModelConfig(plan.startFolder, plan.model));
    return plan;
}

std::shared_ptr<const text::Tokenizer> startTokenizer(const TrainingPlan& plan) {
    if (plan.start.empty()) {
        return nullptr;
    }
    return models::captionerTokenizer(models::storyConfigFromJson(plan.model, place), plan.startFolder);
}

std::shared_ptr<models::StoryModel> makeRunModel(const TrainingPlan& plan, const TrainingData& data) {
    return plan.start.empty() ? models::makeStoryModel(models::storyConfigFromJson(completed(plan.model, data), place))
                              : models::loadModelFolder(plan.startFolder, plan.model).model;
}

std::shared_ptr<models::StoryModel> makeBlankModel(const TrainingPlan& plan, const TrainingData& data) {
    json description = plan.start.empty() ? completed(plan.model, data) : plan.model;
    for (json& part : description["parts"]) {
        if (part.is_object() && part.contains("weights")) {
            part["weights"] = "";
        }
    }
    return models::makeStoryModel(models::storyConfigFromJson(description, place));
}

} // namespace storyscope::training
