// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/preset_values.h"
#include "core/training/trainer.h"
#include "core/training/training_samples.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace storyscope::training {

/// Everything that decides a run: a preset's training section with the person's wishes applied.
struct TrainingPlan {
    nlohmann::json model; ///< as storyConfigFromJson takes it; vocabulary_size, and tags if empty, come from the data
    std::string preset;   ///< its name
    std::string data;
    datasets::DatasetOptions dataset;
    std::string device = "cpu"; ///< never "auto"
    std::uint64_t seed = 1;
    std::size_t limit = 0; ///< training stories; 0 = all

    int epochs = 1;
    int batchSize = 32; ///< stories
    double learningRate = 1e-3;
    double finalLearningRateShare = 0.01;
    double warmUpShare = 0.03; ///< of all steps
    double weightDecay = 0.01; ///< of matrices and convolutions, not of biases, norms, embeddings
    double clipNorm = 1.0;     ///< of all gradients together
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
    std::map<std::string, double> lossWeights; ///< by term
};

/// Reads the preset and applies options and overrides: a key of the training section, or of the model section, nested
/// keys joined by dots ("losses.tags", "parts.caption_decoder.layers"). Throws Error: BadArgument for an override of
/// a key that the preset does not have, NotFound, Malformed.
TrainingPlan trainingPlan(const TrainingOptions& options);

/// What a run's config.json holds.
nlohmann::json toJson(const TrainingPlan& plan);

} // namespace storyscope::training
