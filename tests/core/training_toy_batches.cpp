// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_toy_batches.h"

#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

namespace storyscope::test {

using namespace training;

std::shared_ptr<const text::Tokenizer> toyTokenizer() {
    return std::make_shared<text::WordTokenizer>(text::WordTokenizer::train(
        {"A red cat sees.", "A blue green grey cat.", "Here is a cat.", "left right", "A clip of a cat."}, 100));
}

ToyBatches::ToyBatches(std::shared_ptr<const datasets::StoryDataset> dataset, Options options)
    : m_stories(std::make_shared<std::vector<TrainingStory>>()) {
    const auto reader = std::make_shared<StoryReader>(dataset, options.cleaning);
    const std::vector<std::string> labels{"cat", "red"};
    const auto encoder = std::make_shared<StoryEncoder>(
        toyTokenizer(),
        StoryEncoder::Options{
            .tags = labels, .frameTags = datasets::FrameTags(labels, *dataset), .maximumTokens = 12, .grid = {4, 4}});
    for (std::size_t i = 0; i < dataset->size(); ++i) {
        m_stories->push_back(encoder->encode(reader->read(i), i));
    }
    m_samples = samplesOf(*m_stories, options.builder.sampling);
    m_pictures = std::make_shared<PictureCache>(
        dataset,
        PictureCache::Options{.preparation = media::PicturePreparation::stretched(16, media::PictureFilter::Bilinear),
                              .budgetBytes = 1 << 20,
                              .missing = options.missing});
    options.builder.pictureSize = {16, 16};
    options.builder.grid = {4, 4};
    options.builder.tagCount = 3;
    m_builder = std::make_unique<BatchBuilder>(
        BatchBuilder::Sources{.pictures = m_pictures, .stories = reader, .encoder = encoder}, options.builder);
}

models::Batch ToyBatches::build(BatchPurpose purpose, std::uint64_t epoch, std::uint64_t number) const {
    return m_builder->build({.samples = m_samples, .purpose = purpose, .epoch = epoch, .number = number});
}

std::string ToyBatches::words(const torch::Tensor& ids) {
    std::vector<std::int64_t> inner;
    for (std::int64_t i = 0; i < ids.size(0); ++i) {
        const auto id = ids[i].item<std::int64_t>();
        if (id > toyTokenizer()->endId()) {
            inner.push_back(id);
        }
    }
    return toyTokenizer()->decode(inner);
}

} // namespace storyscope::test
