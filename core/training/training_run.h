// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/batch_builder.h"
#include "core/training/batch_loader.h"
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
    void makeSamples();
    void makeBuilder();
    void trainEpoch(int epoch, BatchLoader& loader);
    models::Batch trainingBatch(std::int64_t number) const;
    models::Batch unvariedBatch(const std::vector<TrainingSample>& samples, std::size_t first, std::size_t count) const;
    void validate();
    void measureFamiliarity();
    void finishEpoch();
    void tellMissingPictures();
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
    std::vector<TrainingSample> m_trainingSamples;
    std::vector<TrainingSample> m_validationSamples;
    std::optional<datasets::SamplingOptions> m_sampling; // none: whole stories
    std::shared_ptr<const StoryReader> m_reader;
    std::shared_ptr<const StoryEncoder> m_encoder;
    std::shared_ptr<PictureCache> m_pictures;
    std::shared_ptr<models::StoryModel> m_model;
    std::unique_ptr<BatchBuilder> m_builder;
    std::unique_ptr<OptimizerStep> m_optimizer;
    LossOptions m_losses;
    Schedule m_schedule;

    std::int64_t m_step = 0;
    double m_firstStepSeconds = 0;
    EpochDone m_epoch;
    bool m_missingWereTold = false;
    torch::Tensor m_validationFeatures; // (N, F)
    TrainingSummary m_summary;
};

} // namespace storyscope::training
