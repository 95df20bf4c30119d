// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/issue.h"
#include "core/base/progress.h"
#include "core/models/story_model.h"
#include "core/training/learning_plan.h"
#include "core/training/picture_cache.h"
#include "core/training/trainer.h"
#include "core/training/training_set.h"

#include <optional>
#include <string>
#include <vector>

namespace storyscope::training {

/// Stages that name no losses get all that training::lossTerms computes for the model, with equal weights.
void completeLosses(std::vector<StagePlan>& stages, const models::StoryModel& model);
/// Throws Error{BadArgument} that lists the model's losses if a stage wants one that it does not have.
void checkLossNames(const std::vector<StagePlan>& stages, const models::StoryModel& model);

/// What a person should know of pictures that could not be had; none: all were there.
std::optional<Issue> missingPictures(const PictureCache& pictures);

/// What a person must know of the data after its first epoch.
std::vector<Issue> dataIssues(const TrainingSet& set, const Losses& validation);

/// Throws the error that ended a run, with a word on the checkpoint from which it can go on, if there is one.
[[noreturn]] void rethrowWithAdvice(const Error& error, const TrainingSummary& summary);

/// Passes the progress of reading on to a run's observer.
class PreparingProgress final : public Progress {
public:
    explicit PreparingProgress(TrainingObserver& observer) : m_observer(observer) {}
    void report(std::string_view stage, std::int64_t done, std::int64_t total) override {
        m_observer.onEvent(Preparing{std::string(stage), done, total});
    }

private:
    TrainingObserver& m_observer;
};

} // namespace storyscope::training
