// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"
#include "core/training/training_plan.h"
#include "core/training/training_stories.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace storyscope::training {

struct IndexedStory {
    std::size_t index = 0; ///< in the data set
    Story story;
};

/// A data set divided into what is learnt and what checks it, with the words and tags of the part that is learnt.
struct TrainingData {
    std::vector<IndexedStory> training;
    std::vector<IndexedStory> validation;
    std::shared_ptr<const text::Tokenizer> tokenizer;
    std::vector<std::string> tags; ///< the model's labels by number: the preset's, else those that the stories bear
    std::string hash;              ///< SHA-256 of everything that was read, in hexadecimal
};

/// Reads all texts; no picture. Takes the splits "train" and "validation", or all stories of data without splits; where
/// nothing is left for validation, the last twentieth of the training stories (at least one) is held back. Stories
/// without frames are left out. Throws Error: BadArgument for data with less than two stories or with splits but none
/// to train on, NotFound for a vocabulary that is nowhere (models::findVocabulary()), Cancelled.
TrainingData readTrainingData(const StoryReader& reader, const TrainingPlan& plan, const std::stop_token& stop,
                              Progress& progress);

} // namespace storyscope::training
