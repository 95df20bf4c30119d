// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/issue.h"
#include "core/datasets/missing_pictures.h"
#include "core/datasets/story_dataset.h"
#include "core/story/attention.h"
#include "core/story/picture.h"
#include "core/training/training_control.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace storyscope::training {

/// What to train on what. Values left empty come from the preset.
struct TrainingOptions {
    std::string preset = "storyworld"; ///< name or file
    std::string data;                  ///< as datasets::openDataset takes it
    datasets::DatasetOptions dataset;  ///< where its pictures are, how it is split
    std::filesystem::path runFolder;   ///< created; must be empty or absent
    std::optional<int> epochs;         ///< over all stages, which share them as they share the preset's; each gets one
    std::optional<int> batchSize;      ///< stories
    std::optional<double> learningRate;
    std::uint64_t seed = 1;
    std::string device = "auto";                  ///< "auto", "cpu", "cuda", "cuda:1"
    std::size_t limit = 0;                        ///< use only so many training stories; 0 = all
    std::map<std::string, std::string> overrides; ///< any other preset value by its JSON key: "weight_decay" → "0.1"
    std::filesystem::path repeats;                ///< a run's folder: all of the above but runFolder is taken from it
    std::shared_ptr<TrainingControl> control;     ///< to pause, stop or cancel the run; may be absent
};

/// Losses by name ("total", "caption", "next_caption", "next_picture", "tags", "score", "pointing").
using Losses = std::map<std::string, double>;

struct BatchDone {
    int epoch = 0;         ///< from 1
    std::int64_t step = 0; ///< from 1, over all epochs
    std::int64_t stepsInEpoch = 0;
    std::int64_t totalSteps = 0;
    Losses losses;
    double learningRate = 0;
    double secondsLeft = 0; ///< estimate for the whole run
    int stage = 1;
    int stages = 1;
};

struct EpochDone {
    int epoch = 0;
    int epochs = 0;
    std::int64_t step = 0;
    Losses training;     ///< means over the epoch
    Losses validation;   ///< on the validation split
    bool isBest = false; ///< of the last stage, so far
    bool isLast = false; ///< none follows: all are done, or the validation loss no longer fell
    double elapsedSeconds = 0;
    double waitingShare = 0;        ///< of the epoch's training time: spent waiting for pictures, [0, 1]
    std::vector<Issue> issues = {}; ///< with the data; told once, after the epoch that found them out
    int stage = 1;
    int stages = 1;
};

/// One validation story told by the model as it is now.
struct SampleStory {
    int epoch = 0;
    std::vector<Picture> pictures;
    std::vector<std::string> captions;     ///< the model's
    std::vector<std::string> truths;       ///< the data's
    Picture predictedNext;                 ///< for the last frame; empty if the model predicts none
    std::vector<Attention> attention = {}; ///< of captions and in time; frames are positions in `pictures`
};

/// What the trainer is busy with before or between batches: "Drawing 20,000 stories".
struct Preparing {
    std::string stage;
    std::int64_t done = 0;
    std::int64_t total = 0;
};

using TrainingEvent = std::variant<Preparing, BatchDone, EpochDone, SampleStory>;

/// Hears a run, on the training thread.
class TrainingObserver {
public:
    virtual ~TrainingObserver() = default;
    virtual void onEvent(const TrainingEvent& event) = 0;
};

struct TrainingSummary {
    std::filesystem::path bestModel; ///< folder in Hugging Face layout
    std::filesystem::path lastModel;
    int epochsDone = 0;
    int bestEpoch = 0;
    std::optional<double> bestValidationLoss; ///< none if no validation story has anything to compare with
    double elapsedSeconds = 0;
    bool wasStopped = false;        ///< a stop was asked for; what was done is kept
    datasets::LoadingCounts loaded; ///< stories and pictures of training and validation, each counted once
};

/// Trains a model. Writes into the run folder: config.json (everything needed to repeat it), environment.json (what it
/// ran on), metrics.csv, best/ and last/ model folders, each replaced atomically after every epoch: best/ is the best
/// of the last stage, and while earlier stages run, whose losses are others, the latest; last/ holds all that resume()
/// needs. A stop is acted on within one batch; last/ is written then, too. Throws Error: BadArgument, NotFound,
/// OutOfSpace, Numerical (a loss became NaN); the last good checkpoint is kept then. Throws Error{Cancelled} after
/// TrainingControl::cancel().
TrainingSummary train(const TrainingOptions& options, const std::stop_token& stop, TrainingObserver& observer);

/// Goes on where the run in this folder ended, was stopped or was killed. On the CPU with the same number of threads
/// what follows is the same to the last bit as if nothing had happened. Throws Error as train() does, and NotFound
/// where there is nothing to resume, BadArgument for a run that is complete, Mismatch if the data has changed.
TrainingSummary resume(const std::filesystem::path& runFolder, std::shared_ptr<TrainingControl> control,
                       const std::stop_token& stop, TrainingObserver& observer);

/// Devices a run can use, "cpu" first.
std::vector<std::string> availableDevices();

} // namespace storyscope::training
