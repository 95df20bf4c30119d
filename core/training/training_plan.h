// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer_choice.h"
#include "core/training/learning_plan.h"
#include "core/training/preset_values.h"
#include "core/training/trainer.h"
#include "core/training/training_samples.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace storyscope::training {

/// What forward passes compute with. Weights are float32 always.
enum class Precision {
    Float32,
    Bfloat16, ///< where it pays: on a CUDA device; elsewhere as Float32
};

/// Everything that decides a run: a preset's training section with the person's wishes applied.
struct TrainingPlan {
    nlohmann::json model; ///< as storyConfigFromJson takes it; vocabulary_size, and tags if empty, come from the data
    std::string preset;   ///< its name
    /// The model that the run's begins as, a folder or a published model of the shared cache, "owner/name"; `model` is
    /// a merge patch (RFC 7386) of its configuration then. Empty: one by chance.
    std::string start;
    std::filesystem::path startFolder; ///< where that is; filled in by withStart()
    std::string data;
    datasets::DatasetOptions dataset;
    std::string device = "cpu"; ///< never "auto"
    std::uint64_t seed = 1;
    std::size_t limit = 0; ///< training stories; 0 = all

    int epochs = 1;     ///< of all stages together
    int batchSize = 32; ///< stories
    double learningRate = 1e-3;
    double finalLearningRateShare = 0.01;
    double warmUpShare = 0.03; ///< of a stage's steps, where the schedule counts none itself
    double weightDecay = 0.01;
    double clipNorm = 1.0; ///< of all gradients together
    OptimizerPlan optimizer;
    Schedule schedule;    ///< its kind; rates and steps are of each stage
    int accumulation = 1; ///< batches whose gradients make one step
    EarlyStopping earlyStopping;
    FeedingPlan feeding;
    Precision precision = Precision::Float32;
    std::int64_t vocabularyLimit = 4000;
    std::size_t validationStories = 300;  ///< at most
    std::size_t familiarityStories = 400; ///< training stories that Familiarity is measured on
    double shortWindowShare = 0.15; ///< batches of 1 to 4 successive frames at any position instead of whole stories
    CaptionTargets captionTargets = CaptionTargets::Any;
    int loaderThreads = 1;
    std::int64_t pictureCacheBytes = std::int64_t{6} << 30;
    std::string sampling = wholeStories; ///< as samplingNamed() takes it
    datasets::MissingPictures missingPictures = datasets::MissingPictures::UsePlaceholder;
    datasets::CaptionCleaning captions; ///< of training and of validation; a model remembers nothing of it
    /// Pictures are neither mirrored nor moved unless a preset asks for it: sides and places mean something in a story.
    datasets::AugmentationOptions augmentation = {
        .mirrorShare = 0, .smallestCrop = 1, .colour = 0.1, .rotationDegrees = 0, .noise = 0.01, .blurShare = 0.1};
    text::TokenizerChoice tokenizer;           ///< its limit is vocabularyLimit
    std::map<std::string, double> lossWeights; ///< by term, of stages that have none of their own
    std::vector<StagePlan> stages;             ///< at least one; a preset without any has one of `epochs`
    std::string command;                       ///< that a person would repeat the run with
};

/// Reads the preset and applies options and overrides: a key of the training section, or of the model section, nested
/// keys joined by dots ("losses.tags", "parts.caption_decoder.layers"); the number of epochs last. Throws Error:
/// BadArgument for an override of a key that the preset does not have, NotFound, Malformed.
TrainingPlan trainingPlan(const TrainingOptions& options);

/// The schedule of a stage whose epochs change the weights so often.
Schedule scheduleOf(const TrainingPlan& plan, const StagePlan& stage, std::int64_t updatesPerEpoch);

/// What a run's config.json holds.
nlohmann::json toJson(const TrainingPlan& plan);
/// The plan of the run in this folder. Throws Error that names its config.json.
TrainingPlan planOfRun(const std::filesystem::path& runFolder);

} // namespace storyscope::training
