// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/losses.h"
#include "core/training/training_set.h"

#include <torch/types.h>

#include <optional>
#include <stop_token>

namespace storyscope::training {

struct ValidationResult {
    Losses losses;          ///< means over the validation stories; empty if none of them has anything to compare with
    torch::Tensor features; // (N, F) float32 on the CPU: of their frames; undefined if the model has none

    /// The weighted sum.
    std::optional<double> total() const;
};

/// The losses of the validation stories; leaves the model in evaluation mode. Throws Error: BadArgument if no story has
/// all its pictures, Numerical, Cancelled.
ValidationResult validate(models::StoryModel& model, const TrainingSet& set, const LossOptions& losses,
                          const std::stop_token& stop);

/// Teaches the model which pictures it knows, from `stories` training stories and the features of validation.
void measureFamiliarity(models::StoryModel& model, const TrainingSet& set, std::size_t stories,
                        const torch::Tensor& validationFeatures, const std::stop_token& stop);

} // namespace storyscope::training
