// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/error.h"
#include "core/datasets/story_dataset.h"
#include "core/training/torch_errors.h"
#include "core/training/training_run.h"

namespace storyscope::training {

TrainingSummary train(const TrainingOptions& options, const std::stop_token& stop, TrainingObserver& observer) {
    return withReadableErrors([&] {
        TrainingPlan plan = trainingPlan(options);
        std::shared_ptr<const datasets::StoryDataset> dataset =
            datasets::openDataset(options.data, options.dataset, stop, Progress::none());
        return TrainingRun(options, std::move(plan), std::move(dataset), stop, observer).run();
    });
}

} // namespace storyscope::training
