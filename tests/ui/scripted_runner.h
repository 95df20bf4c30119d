// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/training_job.h"

#include <functional>
#include <memory>
#include <utility>

namespace storyscope::ui {

/// A training run that does what a test says, through the same door as the real one.
class ScriptedRunner : public TrainingRunner {
public:
    using Script = std::function<training::TrainingSummary(const training::TrainingOptions&, const std::stop_token&,
                                                           training::TrainingObserver&)>;

    explicit ScriptedRunner(Script script) : m_script(std::move(script)) {}

    training::TrainingSummary run(const training::TrainingOptions& options, const std::stop_token& stop,
                                  training::TrainingObserver& observer) override {
        return m_script(options, stop, observer);
    }

private:
    Script m_script;
};

inline std::shared_ptr<TrainingRunner> scripted(ScriptedRunner::Script script) {
    return std::make_shared<ScriptedRunner>(std::move(script));
}

/// A batch of a run whose loss falls as 1 / step.
inline training::BatchDone batchAt(std::int64_t step, std::int64_t totalSteps) {
    training::BatchDone batch;
    batch.epoch = 1;
    batch.step = step;
    batch.stepsInEpoch = totalSteps;
    batch.totalSteps = totalSteps;
    batch.losses = {{"total", 1.0 / static_cast<double>(step)}, {"tags", 0.5}};
    return batch;
}

} // namespace storyscope::ui
