// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/batch_builder.h"
#include "core/training/optimizer_step.h"
#include "core/training/run_directory.h"
#include "core/training/schedule.h"
#include "core/training/trainer.h"
#include "core/training/training_data.h"
#include "core/training/training_plan.h"

#include <chrono>
#include <memory>
#include <stop_token>

namespace storyscope::training {

/// One run from reading the data to the last epoch. Lives on the training thread; made and run once.
class TrainingRun {
public:
    /// Creates the run's folder and reads the data. Throws Error.
    TrainingRun(const TrainingOptions& options, TrainingPlan plan,
                std::shared_ptr<const datasets::StoryDataset> dataset, std::stop_token stop,
                TrainingObserver& observer);

    /// Throws Error as train() does, but LibTorch's own exceptions pass through.
    TrainingSummary run();

private:
    void makeModel();
    void encodeStories();
    void trainEpoch(int epoch);
    models::Batch trainingBatch(int epoch, const std::vector<std::size_t>& order, std::int64_t number) const;
    void validate();
    void measureFamiliarity();
    void finishEpoch();
    void tellSampleStory();
    void saveModel(const std::filesystem::path& folder) const;
    std::int64_t stepsPerEpoch() const;
    double elapsedSeconds() const;
    double secondsLeft() const;

    TrainingOptions m_options;
    TrainingPlan m_plan;
    std::shared_ptr<const datasets::StoryDataset> m_dataset;
    std::stop_token m_stop;
    TrainingObserver& m_observer;
    RunDirectory m_directory;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();

    TrainingData m_data; // its stories are let go once they are encoded
    std::vector<TrainingStory> m_training;
    std::vector<TrainingStory> m_validation;
    std::shared_ptr<models::StoryModel> m_model;
    std::unique_ptr<BatchBuilder> m_builder;
    std::unique_ptr<OptimizerStep> m_optimizer;
    LossOptions m_losses;
    Schedule m_schedule;

    std::int64_t m_step = 0;
    double m_firstStepSeconds = 0;
    EpochDone m_epoch;
    torch::Tensor m_validationFeatures; // (N, F)
    TrainingSummary m_summary;
};

} // namespace storyscope::training
