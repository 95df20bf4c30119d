// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "core/training/training_plan.h"
#include "core/training/training_set.h"

#include <cstdint>
#include <string>

namespace storyscope::training {

/// What a model's README.md says about how it came to be.
struct ModelCardFacts {
    std::string modelName;
    std::string licence;
    std::string abilities; ///< what it does, a sentence
    std::int64_t parameterCount = 0;
    std::string dataName;
    std::size_t trainingStories = 0;
    std::size_t validationStories = 0;
    int threads = 0;
    EpochDone epoch; ///< the last one the model has seen; epoch 0: stopped before
};

/// The facts of a model as it is now.
ModelCardFacts cardFacts(const models::StoryModel& model, const TrainingSet& set, const EpochDone& epoch);

/// Markdown in Hugging Face's layout of a model card. Evaluation appends its figures to it.
std::string modelCard(const ModelCardFacts& facts, const TrainingPlan& plan);

} // namespace storyscope::training
