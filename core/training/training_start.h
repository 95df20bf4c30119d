// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/model_folder.h"
#include "core/training/training_data.h"
#include "core/training/training_plan.h"

#include <filesystem>
#include <memory>

namespace storyscope::training {

/// What a run's model begins as: parts with weights by chance, or a whole model folder, its words and its weights, that
/// the plan's "start" names.

/// A plan that names a start gets its folder, or `checkpoint`, the run's own last model, where the run goes on, and the
/// whole of the model's configuration: that of the folder, changed as the preset's model section says. Other plans stay
/// as they are. To be called before anything else. Throws Error: NotFound, Mismatch for a model of another architecture
/// than the preset's.
TrainingPlan withStart(TrainingPlan plan, const std::filesystem::path& checkpoint);

/// The words of the model that the plan starts from; null without one.
std::shared_ptr<const text::Tokenizer> startTokenizer(const TrainingPlan& plan);

/// The model of a run that begins, on the CPU: draws from torch's generator only what does not come from a folder.
std::shared_ptr<models::StoryModel> makeRunModel(const TrainingPlan& plan, const TrainingData& data);

/// The same parts with weights by chance, whatever they would start as: for measuring.
std::shared_ptr<models::StoryModel> makeBlankModel(const TrainingPlan& plan, const TrainingData& data);

} // namespace storyscope::training
