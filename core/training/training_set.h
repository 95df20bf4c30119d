// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/models/story_model.h"
#include "core/training/batch_builder.h"
#include "core/training/training_data.h"
#include "core/training/training_plan.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace storyscope::training {

/// All that a run learns from and is checked with, ready to be made into batches. Batches may be asked for on any
/// thread.
class TrainingSet {
public:
    /// Encodes the stories of `data`, which lets them go, for `model`. Throws Error{BadArgument} where sampling, data
    /// and model do not fit together.
    TrainingSet(std::shared_ptr<const StoryReader> reader, TrainingData data, const TrainingPlan& plan,
                const models::StoryModel& model);

    /// Lets the frozen parts of `model` work once for all epochs: from now on batches hold their features, and pictures
    /// only if `terms` need them. Pictures are not varied then. Does nothing for a model without frozen parts.
    void computeFrozenFeatures(models::StoryModel& model, const std::vector<std::string>& terms,
                               const std::stop_token& stop, Progress& progress);

    /// Batch `number` of an epoch, both from 1 and 0; which samples it shows follows from the run's seed alone. Empty
    /// if none of its pictures can be had.
    models::Batch trainingBatch(int epoch, std::int64_t number) const;
    std::int64_t batchesPerEpoch() const;
    /// Samples first…first + count − 1 as they are, unvaried.
    models::Batch unvariedBatch(const std::vector<TrainingSample>& samples, std::size_t first, std::size_t count,
                                BatchRequest::Pictures pictures = BatchRequest::Pictures::AsNeeded) const;

    const std::vector<TrainingSample>& trainingSamples() const { return m_trainingSamples; }
    const std::vector<TrainingSample>& validationSamples() const { return m_validationSamples; }
    std::int64_t textBytes() const; ///< what all stories take in memory, without pictures
    std::size_t trainingStories() const { return m_training.size(); }
    std::size_t validationStories() const { return m_validation.size(); }
    /// A story with captions under its frames, as it is in the data.
    Story truth(const TrainingSample& sample) const;

    const text::Tokenizer& tokenizer() const { return *m_data.tokenizer; }
    const std::string& dataHash() const { return m_data.hash; }
    const std::string& dataName() const { return m_dataName; }
    const PictureCache& pictures() const { return *m_pictures; }
    std::size_t batchSize() const { return static_cast<std::size_t>(m_batchSize); }

private:
    void makeSamples(const TrainingPlan& plan, const models::StoryConfig& config);
    /// All captions under frames that the run's epochs and its validation learn.
    std::set<TextIds> frameTexts() const;

    std::shared_ptr<const StoryReader> m_reader;
    TrainingData m_data; // without its stories
    std::string m_dataName;
    std::uint64_t m_seed;
    int m_batchSize;
    int m_epochs; // of the plan
    std::vector<TrainingStory> m_training;
    std::vector<TrainingStory> m_validation;
    std::optional<datasets::SamplingOptions> m_sampling; // none: whole stories
    std::vector<TrainingSample> m_trainingSamples;
    std::vector<TrainingSample> m_validationSamples;
    std::shared_ptr<PictureCache> m_pictures;
    int m_loaderThreads;
    BatchBuilder::Sources m_sources;
    BatchBuilder::Options m_options;
    std::unique_ptr<BatchBuilder> m_builder;
};

} // namespace storyscope::training
