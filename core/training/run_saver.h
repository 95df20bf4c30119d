// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/checkpoint.h"
#include "core/training/run_directory.h"
#include "core/training/trainer.h"
#include "core/training/training_plan.h"
#include "core/training/training_set.h"

#include <cstdint>
#include <filesystem>

namespace storyscope::training {

/// Saves the model of a run as it is now: best/, and last/ with the checkpoint. What both have in common is written
/// once. Refers to everything it is given; training thread only. Throws Error.
class RunSaver {
public:
    RunSaver(const RunDirectory& directory, const TrainingPlan& plan, const TrainingSet& set,
             const models::StoryModel& model)
        : m_directory(directory), m_plan(plan), m_set(set), m_model(model) {}

    /// `epoch` is what the model's card tells: the last one that ended, with the steps and seconds until now.
    void saveBest(const EpochDone& epoch);
    void saveLast(const EpochDone& epoch, const Checkpoint& checkpoint) const;

private:
    void writeModel(const EpochDone& epoch, const std::filesystem::path& folder) const;

    const RunDirectory& m_directory;
    const TrainingPlan& m_plan;
    const TrainingSet& m_set;
    const models::StoryModel& m_model;
    std::int64_t m_bestStep = -1; // after which best/ was written; -1: not in this sitting
};

} // namespace storyscope::training
