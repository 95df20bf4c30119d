// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_run.h"

#include "core/base/error.h"
#include "core/datasets/frame_captions.h"
#include "core/models/model_folder.h"
#include "core/training/loss_mean.h"
#include "core/training/model_card.h"
#include "core/training/sample_teller.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace storyscope::training {

namespace {

/// Passes the progress of reading on to a run's observer.
class PreparingProgress final : public Progress {
public:
    explicit PreparingProgress(TrainingObserver& observer) : m_observer(observer) {}
    void report(std::string_view stage, std::int64_t done, std::int64_t total) override {
        m_observer.onEvent(Preparing{std::string(stage), done, total});
    }

private:
    TrainingObserver& m_observer;
};

std::string number(std::int64_t count, const std::string& singular, const std::string& plural) {
    return std::to_string(count) + " " + (count == 1 ? singular : plural);
}

} // namespace

TrainingRun::TrainingRun(const TrainingOptions& options, TrainingPlan plan,
                         std::shared_ptr<const datasets::StoryDataset> dataset, std::stop_token stop,
                         TrainingObserver& observer)
    : m_options(options), m_plan(std::move(plan)), m_dataset(std::move(dataset)), m_stop(std::move(stop)),
      m_observer(observer), m_directory(options.runFolder) {
    PreparingProgress progress(m_observer);
    m_reader = std::make_shared<StoryReader>(m_dataset, m_plan.captions);
    m_data = readTrainingData(*m_reader, m_plan, m_stop, progress);
    makeModel();
    encodeStories();
    makeSamples();
    makeBuilder();
    m_directory.writeConfig(toJson(m_plan));
}

void TrainingRun::makeModel() {
    torch::manual_seed(m_plan.seed);
    nlohmann::json description = m_plan.model;
    description["vocabulary_size"] = m_data.tokenizer->vocabularySize();
    description["tags"] = m_data.tags;
    m_model = std::make_shared<models::StoryModel>(models::storyConfigFromJson(description, "The preset's model"));
    m_model->to(torch::Device(m_plan.device));
    m_losses = {.padId = m_data.tokenizer->padId(), .weights = m_plan.lossWeights};
    m_optimizer = std::make_unique<OptimizerStep>(
        m_model,
        OptimizerStep::Options{.losses = m_losses, .weightDecay = m_plan.weightDecay, .clipNorm = m_plan.clipNorm});
}

void TrainingRun::encodeStories() {
    m_encoder = std::make_shared<StoryEncoder>(m_data.tokenizer,
                                               StoryEncoder::Options{.tags = m_data.tags,
                                                                     .maximumTokens = m_model->config().maximumTokens,
                                                                     .gridSize = m_model->gridSize()});
    for (const IndexedStory& item : m_data.training) {
        m_training.push_back(m_encoder->encode(item.story, item.index));
    }
    for (const IndexedStory& item : m_data.validation) {
        m_validation.push_back(m_encoder->encode(item.story, item.index));
    }
    m_data.training = {};
    m_data.validation = {};
}

void TrainingRun::makeSamples() {
    m_sampling = samplingNamed(m_plan.sampling);
    const std::int64_t most = m_model->config().maximumFrames;
    if (m_sampling && static_cast<std::int64_t>(framesShown(*m_sampling)) > most) {
        throw Error(ErrorCode::BadArgument, "The sampling \"" + m_plan.sampling + "\" shows " +
                                                std::to_string(framesShown(*m_sampling)) +
                                                " frames; the model's maximum_frames is " + std::to_string(most));
    }
    m_trainingSamples = samplesOf(m_training, m_sampling);
    m_validationSamples = samplesOf(m_validation, m_sampling);
    if (m_trainingSamples.empty() || m_validationSamples.empty()) {
        throw Error(ErrorCode::BadArgument, "The stories of \"" + m_dataset->name() +
                                                "\" are too short for the sampling \"" + m_plan.sampling + "\"");
    }
    const std::int64_t total = stepsPerEpoch() * m_plan.epochs;
    m_schedule = {.peak = m_plan.learningRate,
                  .final = m_plan.learningRate * m_plan.finalLearningRateShare,
                  .warmUpSteps = static_cast<std::int64_t>(m_plan.warmUpShare * static_cast<double>(total)),
                  .totalSteps = total};
}

void TrainingRun::makeBuilder() {
    const models::StoryConfig& config = m_model->config();
    m_pictures =
        std::make_shared<PictureCache>(m_dataset, PictureCache::Options{.pictureSize = config.pictureSize,
                                                                        .budgetBytes = m_plan.pictureCacheBytes,
                                                                        .missing = m_plan.missingPictures});
    m_builder = std::make_unique<BatchBuilder>(
        BatchBuilder::Sources{.pictures = m_pictures, .stories = m_reader, .encoder = m_encoder},
        BatchBuilder::Options{.pictureSize = config.pictureSize,
                              .gridSize = m_model->gridSize(),
                              .tagCount = static_cast<std::int64_t>(m_data.tags.size()),
                              .maximumFrames = config.maximumFrames,
                              .padId = m_data.tokenizer->padId(),
                              .seed = m_plan.seed,
                              .hasTags = m_data.hasTags,
                              .shortWindowShare = m_plan.shortWindowShare,
                              .captionTargets = m_plan.captionTargets,
                              .sampling = m_sampling,
                              .augmentation = m_plan.augmentation});
}

TrainingSummary TrainingRun::run() {
    m_summary.bestModel = m_directory.bestModel();
    m_summary.lastModel = m_directory.lastModel();
    // One loader for all epochs: while one is checked, the next one's first batches are built.
    BatchLoader loader(
        [this](std::int64_t number) { return trainingBatch(number); },
        {.count = m_schedule.totalSteps, .threads = m_plan.loaderThreads, .ahead = 2 + m_plan.loaderThreads});
    try {
        for (int epoch = 1; epoch <= m_plan.epochs; ++epoch) {
            trainEpoch(epoch, loader);
            validate();
            finishEpoch();
            tellSampleStory();
        }
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Cancelled) {
            throw;
        }
        m_summary.wasStopped = true;
    }
    if (m_summary.epochsDone == 0) {
        m_epoch = {};
        m_epoch.step = m_step;
        m_epoch.elapsedSeconds = elapsedSeconds();
        saveModel(m_directory.lastModel());
        m_summary.bestModel = m_directory.lastModel();
    }
    m_summary.loaded = m_pictures->counts();
    m_summary.elapsedSeconds = elapsedSeconds();
    return m_summary;
}

void TrainingRun::trainEpoch(int epoch, BatchLoader& loader) {
    const std::int64_t steps = stepsPerEpoch();
    const double start = elapsedSeconds();
    double waited = 0;
    m_model->train();
    LossMean mean;
    for (std::int64_t i = 0; i < steps; ++i) {
        const double asked = elapsedSeconds();
        const models::Batch built = loader.next(m_stop);
        waited += elapsedSeconds() - asked;
        ++m_step;
        if (!built.pictures.defined()) {
            continue;
        }
        const models::Batch batch = movedTo(built, m_model->device());
        BatchDone done;
        done.epoch = epoch;
        done.step = m_step;
        done.stepsInEpoch = steps;
        done.totalSteps = m_schedule.totalSteps;
        done.learningRate = m_schedule.learningRate(m_step);
        done.losses = m_optimizer->take(batch, done.learningRate);
        if (m_step == 1) {
            m_firstStepSeconds = elapsedSeconds();
        }
        done.secondsLeft = secondsLeft();
        mean.add(done.losses, static_cast<double>(batch.pictures.size(0)));
        m_observer.onEvent(done);
    }
    m_epoch = {};
    m_epoch.epoch = epoch;
    m_epoch.epochs = m_plan.epochs;
    m_epoch.step = m_step;
    m_epoch.training = mean.means();
    m_epoch.waitingShare = waited / std::max(elapsedSeconds() - start, 1e-9);
}

models::Batch TrainingRun::trainingBatch(std::int64_t number) const {
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    BatchRequest request{.samples = {},
                         .purpose = BatchPurpose::Training,
                         .epoch = static_cast<std::uint64_t>(number / stepsPerEpoch() + 1),
                         .number = static_cast<std::uint64_t>(number % stepsPerEpoch())};
    const std::vector<std::size_t> order = Random{m_plan.seed, request.epoch}.permutation(m_trainingSamples.size());
    const std::size_t first = request.number * size;
    for (std::size_t i = first; i < std::min(first + size, order.size()); ++i) {
        request.samples.push_back(m_trainingSamples[order[i]]);
    }
    return m_builder->build(request);
}

models::Batch TrainingRun::unvariedBatch(const std::vector<TrainingSample>& samples, std::size_t first,
                                         std::size_t count) const {
    BatchRequest request{.samples = {}, .purpose = BatchPurpose::Validation};
    for (std::size_t i = first; i < std::min(first + count, samples.size()); ++i) {
        request.samples.push_back(samples[i]);
    }
    return m_builder->build(request);
}

void TrainingRun::validate() {
    torch::NoGradGuard noGrad;
    m_model->eval();
    LossMean mean;
    std::vector<torch::Tensor> features;
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    for (std::size_t first = 0; first < m_validationSamples.size(); first += size) {
        throwIfStopped(m_stop);
        const models::Batch built = unvariedBatch(m_validationSamples, first, size);
        if (!built.pictures.defined()) {
            continue;
        }
        const models::Batch batch = movedTo(built, m_model->device());
        const models::StoryOutput output = m_model->forward(batch);
        mean.add(plainLosses(lossTerms(output, batch, m_losses), m_losses),
                 static_cast<double>(batch.pictures.size(0)));
        features.push_back(output.encoded.features.flatten(0, 1).cpu());
    }
    m_epoch.validation = mean.means();
    if (m_epoch.training.empty() || m_epoch.validation.empty()) {
        throw Error(ErrorCode::BadArgument, "No story of \"" + m_dataset->name() + "\" has all its pictures");
    }
    if (!std::isfinite(m_epoch.validation.at("total"))) {
        throw Error(ErrorCode::Numerical, "The validation loss is no longer a number; training stopped");
    }
    m_validationFeatures = torch::cat(features);
}

void TrainingRun::measureFamiliarity() {
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> features;
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    for (std::size_t first = 0; first < std::min(m_plan.familiarityStories, m_trainingSamples.size()); first += size) {
        throwIfStopped(m_stop);
        const models::Batch batch = unvariedBatch(m_trainingSamples, first, size);
        if (batch.pictures.defined()) {
            features.push_back(m_model->encode(batch.pictures.to(m_model->device())).features.flatten(0, 1).cpu());
        }
    }
    if (!features.empty()) {
        m_model->setFamiliarity(models::Familiarity::measure(torch::cat(features), m_validationFeatures));
    }
}

void TrainingRun::finishEpoch() {
    measureFamiliarity();
    const double loss = m_epoch.validation.at("total");
    m_epoch.isBest = m_summary.epochsDone == 0 || loss < m_summary.bestValidationLoss;
    m_epoch.elapsedSeconds = elapsedSeconds();
    saveModel(m_directory.lastModel());
    if (m_epoch.isBest) {
        saveModel(m_directory.bestModel());
        m_summary.bestEpoch = m_epoch.epoch;
        m_summary.bestValidationLoss = loss;
    }
    m_summary.epochsDone = m_epoch.epoch;
    tellMissingPictures();
    m_directory.appendMetrics(m_epoch, m_schedule.learningRate(m_step));
    m_observer.onEvent(m_epoch);
}

void TrainingRun::tellMissingPictures() {
    const datasets::LoadingCounts loaded = m_pictures->counts();
    if (m_missingWereTold || loaded.isComplete()) {
        return;
    }
    m_missingWereTold = true;
    const Issue first = m_pictures->issues().front();
    const std::string what =
        loaded.skippedStories > 0
            ? number(loaded.skippedStories, "story was", "stories were") + " left out for missing pictures"
            : number(loaded.placeholders, "picture", "pictures") + " of " + std::to_string(loaded.pictures) +
                  " could not be read; a grey one stands in";
    m_epoch.issue = Issue{.severity = Issue::Severity::Warning, .place = first.place, .text = what + ": " + first.text};
}

void TrainingRun::tellSampleStory() {
    torch::NoGradGuard noGrad;
    const std::size_t count = m_validationSamples.size();
    for (std::size_t tried = 0; tried < count; ++tried) {
        const std::size_t chosen = (static_cast<std::size_t>(m_epoch.epoch - 1) + tried) % count;
        const models::Batch batch = unvariedBatch(m_validationSamples, chosen, 1);
        if (!batch.pictures.defined()) {
            continue;
        }
        SampleStory sample = tellSample(*m_model, *m_data.tokenizer, batch.pictures.to(m_model->device()));
        sample.epoch = m_epoch.epoch;
        const TrainingSample& shown = m_validationSamples[chosen];
        const Story truth = datasets::withFrameCaptions(m_reader->read(shown.story->index));
        for (std::size_t frame = 0; frame < sample.captions.size(); ++frame) {
            sample.truths.push_back(truth.frames[shown.frames[frame]].caption);
        }
        m_observer.onEvent(sample);
        return;
    }
}

void TrainingRun::saveModel(const std::filesystem::path& folder) const {
    const models::StoryConfig& config = m_model->config();
    const ModelCardFacts facts{.modelName = config.name,
                               .licence = config.licence,
                               .parameterCount = m_model->parameterCount(),
                               .dataName = m_dataset->name(),
                               .trainingStories = m_training.size(),
                               .validationStories = m_validation.size(),
                               .threads = torch::get_num_threads(),
                               .epoch = m_epoch};
    const std::string card = modelCard(facts, m_plan, m_options);
    RunDirectory::replaceFolder(folder, [&](const std::filesystem::path& fresh) {
        models::saveModelFolder(*m_model, *m_data.tokenizer, card, fresh);
    });
}

std::int64_t TrainingRun::stepsPerEpoch() const {
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    return static_cast<std::int64_t>((m_trainingSamples.size() + size - 1) / size);
}

double TrainingRun::elapsedSeconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

// The first step is left out: it also waits for the first pictures.
double TrainingRun::secondsLeft() const {
    const double perStep =
        (elapsedSeconds() - m_firstStepSeconds) / static_cast<double>(std::max<std::int64_t>(m_step - 1, 1));
    return perStep * static_cast<double>(m_schedule.totalSteps - m_step);
}

} // namespace storyscope::training
