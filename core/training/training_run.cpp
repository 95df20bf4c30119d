// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/training_run.h"

#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/training/batch_loader.h"
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

std::vector<const TrainingStory*> pointersTo(const std::vector<TrainingStory>& stories, std::size_t first,
                                             std::size_t count) {
    std::vector<const TrainingStory*> pointers;
    for (std::size_t i = first; i < std::min(first + count, stories.size()); ++i) {
        pointers.push_back(&stories[i]);
    }
    return pointers;
}

} // namespace

TrainingRun::TrainingRun(const TrainingOptions& options, TrainingPlan plan,
                         std::shared_ptr<const datasets::StoryDataset> dataset, std::stop_token stop,
                         TrainingObserver& observer)
    : m_options(options), m_plan(std::move(plan)), m_dataset(std::move(dataset)), m_stop(std::move(stop)),
      m_observer(observer), m_directory(options.runFolder) {
    PreparingProgress progress(m_observer);
    m_data = readTrainingData(*m_dataset, m_plan, m_stop, progress);
    makeModel();
    encodeStories();
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
    const models::StoryConfig& config = m_model->config();
    const StoryEncoder encoder(
        m_data.tokenizer,
        {.tags = m_data.tags, .maximumTokens = config.maximumTokens, .gridSize = m_model->gridSize()});
    for (const IndexedStory& item : m_data.training) {
        m_training.push_back(encoder.encode(item.story, item.index));
    }
    for (const IndexedStory& item : m_data.validation) {
        m_validation.push_back(encoder.encode(item.story, item.index));
    }
    m_data.training = {};
    m_data.validation = {};
    auto pictures = std::make_shared<PictureCache>(
        m_dataset, PictureCache::Options{.pictureSize = config.pictureSize, .budgetBytes = m_plan.pictureCacheBytes});
    m_builder = std::make_unique<BatchBuilder>(
        std::move(pictures), BatchBuilder::Options{.pictureSize = config.pictureSize,
                                                   .gridSize = m_model->gridSize(),
                                                   .tagCount = static_cast<std::int64_t>(m_data.tags.size()),
                                                   .maximumFrames = config.maximumFrames,
                                                   .contextFrames = config.contextFrames,
                                                   .padId = m_data.tokenizer->padId(),
                                                   .hasTags = m_data.hasTags,
                                                   .shortWindowShare = m_plan.shortWindowShare,
                                                   .captionTargets = m_plan.captionTargets,
                                                   .augmentation = m_plan.augmentation});
    const std::int64_t total = stepsPerEpoch() * m_plan.epochs;
    m_schedule = {.peak = m_plan.learningRate,
                  .final = m_plan.learningRate * m_plan.finalLearningRateShare,
                  .warmUpSteps = static_cast<std::int64_t>(m_plan.warmUpShare * static_cast<double>(total)),
                  .totalSteps = total};
}

TrainingSummary TrainingRun::run() {
    m_summary.bestModel = m_directory.bestModel();
    m_summary.lastModel = m_directory.lastModel();
    try {
        for (int epoch = 1; epoch <= m_plan.epochs; ++epoch) {
            trainEpoch(epoch);
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
    m_summary.elapsedSeconds = elapsedSeconds();
    return m_summary;
}

void TrainingRun::trainEpoch(int epoch) {
    const std::int64_t steps = stepsPerEpoch();
    const std::vector<std::size_t> order =
        Random{m_plan.seed, static_cast<std::uint64_t>(epoch)}.permutation(m_training.size());
    BatchLoader loader([&](std::int64_t number) { return trainingBatch(epoch, order, number); },
                       {.count = steps, .threads = m_plan.loaderThreads, .ahead = 2 + m_plan.loaderThreads});
    m_model->train();
    LossMean mean;
    for (std::int64_t i = 0; i < steps; ++i) {
        const models::Batch batch = movedTo(loader.next(m_stop), m_model->device());
        BatchDone done;
        done.epoch = epoch;
        done.step = ++m_step;
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
}

models::Batch TrainingRun::trainingBatch(int epoch, const std::vector<std::size_t>& order, std::int64_t number) const {
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    const auto first = static_cast<std::size_t>(number) * size;
    std::vector<const TrainingStory*> stories;
    for (std::size_t i = first; i < std::min(first + size, order.size()); ++i) {
        stories.push_back(&m_training[order[i]]);
    }
    Random random{m_plan.seed, static_cast<std::uint64_t>(epoch), static_cast<std::uint64_t>(number) + 1};
    return m_builder->build(stories, BatchPurpose::Training, random);
}

void TrainingRun::validate() {
    torch::NoGradGuard noGrad;
    m_model->eval();
    LossMean mean;
    std::vector<torch::Tensor> features;
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    for (std::size_t first = 0; first < m_validation.size(); first += size) {
        throwIfStopped(m_stop);
        Random random{m_plan.seed};
        const models::Batch built =
            m_builder->build(pointersTo(m_validation, first, size), BatchPurpose::Validation, random);
        const models::Batch batch = movedTo(built, m_model->device());
        const models::StoryOutput output = m_model->forward(batch);
        mean.add(plainLosses(lossTerms(output, batch, m_losses), m_losses),
                 static_cast<double>(batch.pictures.size(0)));
        features.push_back(output.encoded.features.flatten(0, 1).cpu());
    }
    m_validationFeatures = torch::cat(features);
    m_epoch.validation = mean.means();
    if (!std::isfinite(m_epoch.validation.at("total"))) {
        throw Error(ErrorCode::Numerical, "The validation loss is no longer a number; training stopped");
    }
}

void TrainingRun::measureFamiliarity() {
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> features;
    const auto size = static_cast<std::size_t>(m_plan.batchSize);
    for (std::size_t first = 0; first < std::min(m_plan.familiarityStories, m_training.size()); first += size) {
        throwIfStopped(m_stop);
        Random random{m_plan.seed};
        const models::Batch batch =
            m_builder->build(pointersTo(m_training, first, size), BatchPurpose::Validation, random);
        features.push_back(m_model->encode(batch.pictures.to(m_model->device())).features.flatten(0, 1).cpu());
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
    m_directory.appendMetrics(m_epoch, m_schedule.learningRate(m_step));
    m_observer.onEvent(m_epoch);
}

void TrainingRun::tellSampleStory() {
    torch::NoGradGuard noGrad;
    const TrainingStory& story = m_validation[static_cast<std::size_t>(m_epoch.epoch - 1) % m_validation.size()];
    const std::vector<const TrainingStory*> one{&story};
    Random random{m_plan.seed};
    const models::Batch batch = m_builder->build(one, BatchPurpose::Validation, random);
    SampleStory sample = tellSample(*m_model, *m_data.tokenizer, batch.pictures.to(m_model->device()));
    sample.epoch = m_epoch.epoch;
    const Story truth = m_dataset->story(story.index);
    for (std::size_t frame = 0; frame < sample.captions.size(); ++frame) {
        sample.truths.push_back(truth.frames[frame].caption);
    }
    m_observer.onEvent(sample);
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
    return static_cast<std::int64_t>((m_training.size() + size - 1) / size);
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
