// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/error.h"
#include "core/datasets/story_dataset.h"
#include "core/training/torch_errors.h"
#include "core/training/training_run.h"

namespace storyscope::training {

namespace {

TrainingSummary run(TrainingRun::Setup setup, TrainingPlan plan, const std::stop_token& stop,
                    TrainingObserver& observer) {
    return withReadableErrors([&] {
        std::shared_ptr<const datasets::StoryDataset> dataset =
            datasets::openDataset(plan.data, plan.dataset, stop, Progress::none());
        return TrainingRun(std::move(setup), std::move(plan), std::move(dataset), stop, observer).run();
    });
}

} // namespace

TrainingSummary train(const TrainingOptions& options, const std::stop_token& stop, TrainingObserver& observer) {
    TrainingPlan plan = options.repeats.empty() ? trainingPlan(options) : planOfRun(options.repeats);
    return run({.folder = options.runFolder, .control = options.control}, std::move(plan), stop, observer);
}

TrainingSummary resume(const std::filesystem::path& runFolder, std::shared_ptr<TrainingControl> control,
                       const std::stop_token& stop, TrainingObserver& observer) {
    TrainingPlan plan = planOfRun(runFolder);
    return run({.folder = runFolder, .begin = TrainingRun::Begin::Resumed, .control = std::move(control)},
               std::move(plan), stop, observer);
}

} // namespace storyscope::training
