// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_set.h"

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/datasets/frame_captions.h"

#include <algorithm>

namespace storyscope::training {

TrainingSet::TrainingSet(std::shared_ptr<const StoryReader> reader, TrainingData data, const TrainingPlan& plan,
                         const models::StoryModel& model)
    : m_reader(std::move(reader)), m_data(std::move(data)), m_dataName(m_reader->dataset().name()), m_seed(plan.seed),
      m_batchSize(plan.batchSize), m_epochs(plan.epochs), m_loaderThreads(plan.loaderThreads) {
    const models::StoryConfig& config = model.config();
    const auto encoder = std::make_shared<StoryEncoder>(
        m_data.tokenizer, StoryEncoder::Options{.tags = m_data.tags,
                                                .frameTags = datasets::FrameTags(m_data.tags, m_reader->dataset()),
                                                .maximumTokens = config.maximumTokens,
                                                .grid = model.grid()});
    for (const IndexedStory& item : m_data.training) {
        m_training.push_back(encoder->encode(item.story, item.index));
    }
    for (const IndexedStory& item : m_data.validation) {
        m_validation.push_back(encoder->encode(item.story, item.index));
    }
    m_data.training = {};
    m_data.validation = {};
    makeSamples(plan, config);
    m_pictures = std::make_shared<PictureCache>(m_reader->sharedDataset(),
                                                PictureCache::Options{.preparation = config.preparation,
                                                                      .budgetBytes = plan.pictureCacheBytes,
                                                                      .missing = plan.missingPictures});
    m_sources = {.pictures = m_pictures, .stories = m_reader, .encoder = encoder, .features = {}};
    m_options = {.pictureSize = config.pictureSize(),
                 .grid = model.grid(),
                 .tagCount = static_cast<std::int64_t>(m_data.tags.size()),
                 .maximumFrames = config.maximumFrames,
                 .maximumTokens = config.maximumTokens,
                 .padId = config.padId,
                 .seed = plan.seed,
                 .shortWindowShare = plan.shortWindowShare,
                 .captionTargets = plan.captionTargets,
                 .sampling = m_sampling,
                 .augmentation = plan.augmentation};
    m_builder = std::make_unique<BatchBuilder>(m_sources, m_options);
}

void TrainingSet::computeFrozenFeatures(models::StoryModel& model, const std::vector<std::string>& terms,
                                        const std::stop_token& stop, Progress& progress) {
    std::vector<TrainingSample> all = m_trainingSamples;
    all.insert(all.end(), m_validationSamples.begin(), m_validationSamples.end());
    m_sources.features = FrozenFeatures::compute(model,
                                                 {.pictures = m_pictures,
                                                  .samples = std::move(all),
                                                  .texts = [this] { return frameTexts(); },
                                                  .cacheFolder = userCachePath() / "features",
                                                  .padId = model.config().padId,
                                                  .threads = m_loaderThreads},
                                                 stop, progress);
    if (m_sources.features && m_sources.features->hasPictures()) {
        m_options.needsPictures = needPictures(terms);
        m_options.augmentation = {
            .mirrorShare = 0, .smallestCrop = 1, .colour = 0, .rotationDegrees = 0, .noise = 0, .blurShare = 0};
    }
    m_builder = std::make_unique<BatchBuilder>(m_sources, m_options);
}

std::set<TextIds> TrainingSet::frameTexts() const {
    std::set<TextIds> texts;
    BatchRequest request{.samples = m_validationSamples, .purpose = BatchPurpose::Validation};
    m_builder->addFrameTexts(request, texts);
    request.samples = m_trainingSamples;
    request.purpose = BatchPurpose::Training;
    for (request.epoch = 1; request.epoch <= static_cast<std::uint64_t>(m_epochs); ++request.epoch) {
        m_builder->addFrameTexts(request, texts);
    }
    return texts;
}

void TrainingSet::makeSamples(const TrainingPlan& plan, const models::StoryConfig& config) {
    m_sampling = samplingNamed(plan.sampling);
    if (m_sampling && static_cast<std::int64_t>(framesShown(*m_sampling)) > config.maximumFrames) {
        throw Error(ErrorCode::BadArgument,
                    "The sampling \"" + plan.sampling + "\" shows " + std::to_string(framesShown(*m_sampling)) +
                        " frames; the model's maximum_frames is " + std::to_string(config.maximumFrames));
    }
    m_trainingSamples = samplesOf(m_training, m_sampling);
    m_validationSamples = samplesOf(m_validation, m_sampling);
    if (m_trainingSamples.empty() || m_validationSamples.empty()) {
        throw Error(ErrorCode::BadArgument,
                    "The stories of \"" + m_dataName + "\" are too short for the sampling \"" + plan.sampling + "\"");
    }
}

models::Batch TrainingSet::trainingBatch(int epoch, std::int64_t number) const {
    BatchRequest request{.samples = {},
                         .purpose = BatchPurpose::Training,
                         .epoch = static_cast<std::uint64_t>(epoch),
                         .number = static_cast<std::uint64_t>(number)};
    const std::vector<std::size_t> order = Random{m_seed, request.epoch}.permutation(m_trainingSamples.size());
    const std::size_t first = request.number * batchSize();
    for (std::size_t i = first; i < std::min(first + batchSize(), order.size()); ++i) {
        request.samples.push_back(m_trainingSamples[order[i]]);
    }
    return m_builder->build(request);
}

std::int64_t TrainingSet::textBytes() const {
    std::int64_t bytes = 0;
    for (const auto* stories : {&m_training, &m_validation}) {
        for (const TrainingStory& story : *stories) {
            bytes += memoryBytes(story);
        }
    }
    return bytes;
}

std::int64_t TrainingSet::batchesPerEpoch() const {
    return static_cast<std::int64_t>((m_trainingSamples.size() + batchSize() - 1) / batchSize());
}

models::Batch TrainingSet::unvariedBatch(const std::vector<TrainingSample>& samples, std::size_t first,
                                         std::size_t count, BatchRequest::Pictures pictures) const {
    BatchRequest request{.samples = {}, .purpose = BatchPurpose::Validation, .pictures = pictures};
    for (std::size_t i = first; i < std::min(first + count, samples.size()); ++i) {
        request.samples.push_back(samples[i]);
    }
    return m_builder->build(request);
}

Story TrainingSet::truth(const TrainingSample& sample) const {
    return datasets::withFrameCaptions(m_reader->read(sample.story->index));
}

} // namespace storyscope::training
