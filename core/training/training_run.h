// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/models/story_model.h"
#include "core/training/batch_loader.h"
#include "core/training/checkpoint.h"
#include "core/training/optimizer_step.h"
#include "core/training/run_clock.h"
#include "core/training/run_directory.h"
#include "core/training/run_recorder.h"
#include "core/training/run_saver.h"
#include "core/training/trainable_weights.h"
#include "core/training/trainer.h"
#include "core/training/training_plan.h"
#include "core/training/training_set.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace storyscope::training {

/// One run from reading the data to the last epoch. Lives on the training thread; made and run once.
class TrainingRun {
public:
    enum class Begin { New, Resumed };
    struct Setup {
        std::filesystem::path folder;
        Begin begin = Begin::New;
        std::shared_ptr<TrainingControl> control = {};
    };

    /// Creates or opens the run's folder and reads the data. Throws Error.
    TrainingRun(Setup setup, TrainingPlan plan, std::shared_ptr<const datasets::StoryDataset> dataset,
                const std::stop_token& stop, TrainingObserver& observer);

    /// Throws Error as train() does.
    TrainingSummary run();

private:
    void makeModel(const TrainingData& data);
    void checkPlan();
    void enterStage(std::size_t stage);
    void restore();
    void runStages();
    void runStage();
    void trainEpoch(BatchLoader& loader);
    nn::TextFeeding feedingNow() const;
    void learn(const models::Batch& batch);
    void actOnPause();
    void finishEpoch();
    bool stageIsOver() const;
    EpochDone epochNow() const;
    EpochDone lastEpochNow() const;
    void saveLast() const;
    const StagePlan& stage() const { return m_plan.stages[m_position.stage]; }
    std::int64_t batchesLeft() const;

    Setup m_setup;
    TrainingPlan m_plan;
    std::shared_ptr<const datasets::StoryDataset> m_dataset;
    std::shared_ptr<TrainingControl> m_control;
    std::stop_callback<std::function<void()>> m_stopForwarder; // from the caller's token to the control
    std::stop_token m_stop;
    RunDirectory m_directory;
    std::unique_ptr<RunRecorder> m_recorder; // tells the caller's observer
    RunClock m_clock;

    std::shared_ptr<models::StoryModel> m_model;
    std::unique_ptr<TrainingSet> m_set;
    std::unique_ptr<RunSaver> m_saver;
    std::unique_ptr<TrainableWeights> m_trainable;
    std::unique_ptr<OptimizerStep> m_optimizer;
    LossOptions m_losses;
    Schedule m_schedule;

    RunPosition m_position;
    double m_waitingShare = 0; // of the epoch
    std::optional<EpochDone> m_lastEpoch;
    bool m_issuesWereTold = false;
    TrainingSummary m_summary;
};

} // namespace storyscope::training
