// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/training_plan.h"
#include "core/training/training_set.h"

#include <nlohmann/json.hpp>

#include <filesystem>

namespace storyscope::training {

/// What a run's environment.json says: versions, machine, seed, a hash of the data, the command.
nlohmann::json runEnvironment(const TrainingPlan& plan, const TrainingSet& set);

/// Throws Error{Mismatch} if the run in this folder was begun with other data.
void checkEnvironment(const std::filesystem::path& runFolder, const TrainingSet& set);

} // namespace storyscope::training
