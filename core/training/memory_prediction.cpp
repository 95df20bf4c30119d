// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/memory_prediction.h"

#include "core/base/heap.h"
#include "core/training/allocation_meter.h"
#include "core/training/frozen_features.h"
#include "core/training/optimizer_step.h"
#include "core/training/trainable_weights.h"
#include "core/training/training_set.h"
#include "core/training/training_start.h"

#include <torch/torch.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace storyscope::training {

namespace {

constexpr std::int64_t fewStories = 2;
constexpr std::int64_t moreStories = 3; // of batches that are too large to be tried
constexpr std::int64_t largestTrialBytes = std::int64_t{1} << 30;
constexpr double gapShare = 0.08;                            // measured
constexpr double gapShareOfHugePages = 0.20;                 // measured; they are less full
constexpr std::int64_t programBytes = std::int64_t{7} << 20; // measured

// The heap gives larger blocks whole pages, and one more.
constexpr std::int64_t pageBytes = 4096;
constexpr std::int64_t largestSmallBlock = 14336;

std::int64_t blockBytes(std::int64_t bytes) {
    return bytes <= largestSmallBlock ? bytes : (bytes + pageBytes - 1) / pageBytes * pageBytes + pageBytes;
}

std::int64_t bytesOf(const std::vector<torch::Tensor>& tensors) {
    std::int64_t bytes = 0;
    for (const torch::Tensor& tensor : tensors) {
        bytes += tensor.defined() ? static_cast<std::int64_t>(tensor.nbytes()) : 0;
    }
    return bytes;
}

std::int64_t bytesOf(const models::Batch& batch) {
    return bytesOf({batch.pictures, batch.features, batch.textFeatures, batch.captions, batch.nextCaptions,
                    batch.clipCaptions, batch.pointing, batch.tags, batch.tagsKnown, batch.scores, batch.scoresKnown});
}

std::int64_t longestText(const std::vector<TrainingSample>& samples) {
    std::size_t longest = 0;
    for (const TrainingSample& sample : samples) {
        for (const std::size_t frame : sample.frames) {
            for (const CaptionTarget& caption : sample.story->captionsOf(frame)) {
                longest = std::max(longest, caption.ids.size());
            }
        }
    }
    return static_cast<std::int64_t>(longest);
}

/// Cut off, or with `value` behind what is there in a dimension, so that it has `size`. An undefined tensor stays so.
torch::Tensor resized(const torch::Tensor& tensor, std::int64_t dimension, std::int64_t size, std::int64_t value) {
    if (!tensor.defined()) {
        return tensor;
    }
    if (tensor.size(dimension) >= size) {
        return tensor.narrow(dimension, 0, size).contiguous();
    }
    std::vector<std::int64_t> shape = tensor.sizes().vec();
    shape[static_cast<std::size_t>(dimension)] = size - tensor.size(dimension);
    return torch::cat({tensor, torch::full(shape, value, tensor.options())}, dimension);
}

/// A run that ends after its first batches.
class DryRun {
public:
    DryRun(TrainingPlan plan, const std::stop_token& stop, Progress& progress);

    const TrainingPlan& plan() const { return m_plan; }
    const std::shared_ptr<models::StoryModel>& model() const { return m_model; }
    const TrainingSet& set() const { return *m_set; }

    /// All texts are as long as the longest.
    models::Batch batch(std::int64_t stories) const;
    /// The most that two steps with such a batch hold besides weights and batch.
    std::int64_t mostOfSteps(std::int64_t stories, const StagePlan& stage) const;
    /// The same of the plan's batch.
    std::int64_t mostOfWholeSteps(const StagePlan& stage) const;
    std::int64_t pictureBytes() const; ///< of all pictures in the cache

private:
    TrainingPlan m_plan;
    std::stop_token m_stop;
    std::shared_ptr<models::StoryModel> m_model;
    std::unique_ptr<TrainingSet> m_set;
    std::int64_t m_longestText = 0;
    torch::Tensor m_features;     // of one picture; undefined if nothing is frozen
    torch::Tensor m_textFeatures; // of one text
};

DryRun::DryRun(TrainingPlan plan, const std::stop_token& stop, Progress& progress)
    : m_plan(withStart(std::move(plan), {})), m_stop(stop) {
    const auto reader = std::make_shared<StoryReader>(
        datasets::openDataset(m_plan.data, m_plan.dataset, stop, progress), m_plan.captions);
    TrainingData data = readTrainingData(*reader, m_plan, stop, progress);
    m_model = makeBlankModel(m_plan, data);
    m_set = std::make_unique<TrainingSet>(reader, std::move(data), m_plan, *m_model);
    const media::PictureSize size = m_model->config().pictureSize();
    m_longestText = longestText(m_set->trainingSamples());
    m_features = m_model->frozenFeatures(torch::zeros({1, 3, size.height, size.width}));
    m_textFeatures = m_model->frozenTextFeatures(torch::ones({1, 2}, torch::kLong));
}

models::Batch DryRun::batch(std::int64_t stories) const {
    models::Batch batch = m_set->unvariedBatch(m_set->trainingSamples(), 0, static_cast<std::size_t>(stories));
    for (torch::Tensor* ids : {&batch.captions, &batch.nextCaptions}) {
        *ids = resized(*ids, 2, m_longestText, m_model->config().padId);
    }
    batch.pointing = resized(batch.pointing, 2, m_longestText, 0);
    const auto known = [&](const torch::Tensor& one) {
        std::vector<std::int64_t> shape{batch.stories(), batch.frames()};
        shape.insert(shape.end(), one.sizes().begin() + 1, one.sizes().end());
        return torch::rand(shape);
    };
    if (m_textFeatures.defined() && batch.captions.defined()) {
        batch.textFeatures = known(m_textFeatures);
    }
    if (m_features.defined()) {
        batch.features = known(m_features);
        batch.pictures = needPictures(termsOf(m_plan.stages)) ? batch.pictures : torch::Tensor();
    }
    return batch;
}

std::int64_t DryRun::mostOfSteps(std::int64_t stories, const StagePlan& stage) const {
    const models::Batch shown = batch(stories);
    const AllocationMeter meter;
    {
        OptimizerStep optimizer(
            m_model,
            {.losses = {.weights = stage.lossWeights}, .clipNorm = m_plan.clipNorm, .optimizer = m_plan.optimizer});
        for (int i = 0; i < 2; ++i) { // moments exist from the second step on
            throwIfStopped(m_stop);
            optimizer.take(shown, {.learningRate = 0});
        }
    }
    for (torch::Tensor& weight : m_model->parameters()) {
        weight.mutable_grad() = torch::Tensor();
    }
    return meter.most();
}

std::int64_t DryRun::mostOfWholeSteps(const StagePlan& stage) const {
    const auto all = static_cast<std::int64_t>(m_set->trainingSamples().size());
    const std::int64_t wanted = std::min<std::int64_t>(m_plan.batchSize, all);
    const std::int64_t few = std::min(fewStories, wanted);
    const std::int64_t byFew = mostOfSteps(few, stage);
    const bool canBeTried = byFew / few * wanted <= largestTrialBytes;
    const std::int64_t more = canBeTried ? wanted : std::min(moreStories, wanted);
    if (more == few) {
        return byFew;
    }
    const std::int64_t byMore = mostOfSteps(more, stage);
    return byMore + (wanted - more) * ((byMore - byFew) / (more - few));
}

std::int64_t DryRun::pictureBytes() const {
    const media::PictureSize size = m_model->config().pictureSize();
    const std::int64_t perPicture = blockBytes(std::int64_t{3} * size.height * size.width);
    std::set<std::pair<const TrainingStory*, std::size_t>> frames;
    for (const auto* samples : {&m_set->trainingSamples(), &m_set->validationSamples()}) {
        for (const TrainingSample& sample : *samples) {
            for (const std::size_t frame : sample.frames) {
                frames.emplace(sample.story, frame);
            }
        }
    }
    return std::min(static_cast<std::int64_t>(frames.size()) * perPicture, m_plan.pictureCacheBytes);
}

struct StageMemory {
    std::int64_t optimizer = 0;
    std::int64_t step = 0;
    std::int64_t saving = 0;

    std::int64_t most() const { return optimizer + std::max(step, saving); }
};

StageMemory memoryOf(const DryRun& run, const StagePlan& stage) {
    std::vector<torch::Tensor> changing;
    for (const torch::Tensor& weight : run.model()->parameters()) {
        if (weight.requires_grad()) {
            changing.push_back(weight);
        }
    }
    StageMemory memory;
    memory.optimizer = 3 * bytesOf(changing); // gradient and two moments
    memory.step = std::max<std::int64_t>(run.mostOfWholeSteps(stage) - memory.optimizer, 0);
    if (run.model()->config().weightsType == "F16") {
        memory.saving = bytesOf(run.model()->parameters()) / 2; // others are written from where they lie
    }
    return memory;
}

} // namespace

std::int64_t MemoryPrediction::total() const {
    return weights + optimizer + std::max(step, saving) + texts + pictures + batches + gaps + program;
}

MemoryPrediction predictMemory(const TrainingOptions& options, const std::stop_token& stop, Progress& progress) {
    const DryRun run(trainingPlan(options), stop, progress);
    const TrainingPlan& plan = run.plan();
    MemoryPrediction prediction;
    prediction.weights = bytesOf(run.model()->parameters()) + bytesOf(run.model()->buffers());
    prediction.texts = run.set().textBytes();
    prediction.pictures = run.pictureBytes();
    const std::int64_t some = std::min<std::int64_t>(fewStories, plan.batchSize);
    // Those that wait or are being built, and the one that is being learnt.
    prediction.batches = bytesOf(run.batch(some)) / some * plan.batchSize * (3 + plan.loaderThreads);
    TrainableWeights trainable(run.model());
    for (const StagePlan& stage : plan.stages) {
        throwIfStopped(stop);
        trainable.choose(stage.trainable);
        trainable.setTrainingMode();
        const StageMemory memory = memoryOf(run, stage);
        if (memory.most() > prediction.optimizer + std::max(prediction.step, prediction.saving)) {
            prediction.optimizer = memory.optimizer;
            prediction.step = memory.step;
            prediction.saving = memory.saving;
        }
    }
    const double share = systemGivesHugePages() ? gapShareOfHugePages : gapShare;
    prediction.gaps = static_cast<std::int64_t>(share * static_cast<double>(prediction.total()));
    prediction.program = programBytes;
    return prediction;
}

} // namespace storyscope::training
