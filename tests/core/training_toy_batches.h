// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/datasets/story_dataset.h"
#include "core/text/tokenizer.h"
#include "core/training/batch_builder.h"

#include <memory>
#include <string>
#include <vector>

namespace storyscope::test {

/// Words of ToyDataset.
std::shared_ptr<const text::Tokenizer> toyTokenizer();

/// All stories of a data set of 16 × 16 pictures as samples, and a builder for batches of them.
class ToyBatches {
public:
    struct Options {
        training::BatchBuilder::Options builder; ///< sizes are filled in
        datasets::CaptionCleaning cleaning;
        datasets::MissingPictures missing = datasets::MissingPictures::UsePlaceholder;
    };

    ToyBatches(std::shared_ptr<const datasets::StoryDataset> dataset, Options options);

    /// A batch of all samples.
    models::Batch build(training::BatchPurpose purpose, std::uint64_t epoch = 1, std::uint64_t number = 0) const;
    /// The caption of a frame in a batch, in words.
    static std::string words(const torch::Tensor& ids);

    const std::vector<training::TrainingStory>& stories() const { return *m_stories; }
    const training::PictureCache& pictures() const { return *m_pictures; }

private:
    std::shared_ptr<std::vector<training::TrainingStory>> m_stories;
    std::vector<training::TrainingSample> m_samples;
    std::shared_ptr<training::PictureCache> m_pictures;
    std::unique_ptr<training::BatchBuilder> m_builder;
};

} // namespace storyscope::test
