// SPDX-License-Identifier: GPL-3.0-or-later
// Epochs of contrastive-dual-decoder on StoryWorld stories: the trainer, which lets the frozen ResNet-50 and DistilBERT
// work once, beside the straightforward loop, which lets them work in each step as the published code does. Both have
// the published architecture with weights by chance: what they compute costs the same.
//
// frozen_epoch_bench [--stories N] [--batch N]   (200 stories, batch 2 as published)
#include "core/base/atomic_file.h"
#include "core/base/blas_kernels.h"
#include "core/datasets/story_dataset.h"
#include "core/inference/storyteller.h"
#include "core/models/pretrained_catalogue.h"
#include "core/models/weights_file.h"
#include "core/nn/distilbert.h"
#include "core/training/batch_loader.h"
#include "core/training/optimizer_step.h"
#include "core/training/training_set.h"

#include <torch/torch.h>

#include <QStringList>
#include <QTemporaryDir>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <utility>

using namespace storyscope;

namespace {

constexpr int words = 30'522; // BERT's
constexpr int cachedEpochs = 3;
constexpr double laterTarget = 5.0;
constexpr double firstTarget = 1.0;

double secondsNow() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void writeWeights(const torch::nn::Module& network, const std::filesystem::path& file) {
    models::NamedTensors tensors;
    for (const auto& item : network.named_parameters()) {
        tensors[item.key()] = item.value();
    }
    for (const auto& item : network.named_buffers()) {
        tensors[item.key()] = item.value();
    }
    models::writeTensors(file, tensors, models::WeightsType::F32);
}

/// As long as BERT's, with the words of these stories.
void writeVocabulary(const datasets::StoryDataset& dataset, const std::filesystem::path& file) {
    std::set<std::string> known{".", ",", "!", "?", "'", "-"};
    for (std::size_t i = 0; i < dataset.size(); ++i) {
        for (const StoryFrame& frame : dataset.story(i).frames) {
            std::string word;
            for (const char letter : frame.caption + " ") {
                if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
                    word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
                } else if (!word.empty()) {
                    known.insert(std::exchange(word, {}));
                }
            }
        }
    }
    std::string lines = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    for (const std::string& word : known) {
        lines += word + '\n';
    }
    for (int i = static_cast<int>(known.size()) + 5; i < words; ++i) {
        lines += "[unused" + std::to_string(i) + "]\n";
    }
    writeFileAtomically(file, lines);
}

training::TrainingOptions optionsIn(const std::filesystem::path& folder, int stories, int batchSize) {
    training::TrainingOptions options;
    options.preset = "contrastive-dual-decoder";
    options.data = "storyworld:seed=1,stories=" + std::to_string(stories) + ",size=224";
    options.runFolder = folder / "run";
    options.device = "cpu";
    options.batchSize = batchSize;
    options.epochs = cachedEpochs;
    options.overrides = {{"parts.frame_encoder.weights", (folder / "resnet50.safetensors").string()},
                         {"parts.text_encoder.weights", (folder / "distilbert.safetensors").string()},
                         {"tokenizer.vocabulary", (folder / "vocab.txt").string()},
                         {"validation_stories", "1"}};
    writeWeights(*models::makeBackbone("resnet50", nn::Classifier::LeftOut), folder / "resnet50.safetensors");
    nn::DistilBertOptions reader;
    reader.vocabularySize = words;
    writeWeights(nn::DistilBert(reader), folder / "distilbert.safetensors");
    writeVocabulary(*datasets::openDataset(options.data), folder / "vocab.txt");
    return options;
}

class Epochs final : public training::TrainingObserver {
public:
    void onEvent(const training::TrainingEvent& event) override {
        if (const auto* epoch = std::get_if<training::EpochDone>(&event)) {
            seconds.push_back(epoch->elapsedSeconds - m_before);
            m_before = epoch->elapsedSeconds;
            std::printf("  trainer, epoch %d: %.1f s\n", epoch->epoch, seconds.back());
        }
    }
    std::vector<double> seconds; ///< the first one's with all that comes before it: reading, drawing, features

private:
    double m_before = 0;
};

/// Reading and drawing included.
class StraightforwardLoop {
public:
    explicit StraightforwardLoop(const training::TrainingOptions& options) : m_plan(training::trainingPlan(options)) {
        const double start = secondsNow();
        const auto reader =
            std::make_shared<training::StoryReader>(datasets::openDataset(m_plan.data), m_plan.captions);
        training::TrainingData data = training::readTrainingData(*reader, m_plan, {}, Progress::none());
        torch::manual_seed(m_plan.seed);
        nlohmann::json description = m_plan.model;
        description["vocabulary_size"] = data.tokenizer->vocabularySize();
        description["tags"] = data.tags;
        description["pad_token_id"] = data.tokenizer->padId();
        m_model = models::makeStoryModel(models::storyConfigFromJson(description, "the preset"));
        m_model->train();
        m_set.emplace(reader, std::move(data), m_plan, *m_model);
        m_optimizer.emplace(m_model,
                            training::OptimizerStep::Options{.losses = {.weights = m_plan.stages.back().lossWeights},
                                                             .weightDecay = m_plan.weightDecay,
                                                             .clipNorm = m_plan.clipNorm,
                                                             .optimizer = m_plan.optimizer});
        m_seconds += secondsNow() - start;
    }

    std::int64_t batchesPerEpoch() const { return m_set->batchesPerEpoch(); }

    /// Takes the batches first … last − 1 of the epoch.
    void run(std::int64_t first, std::int64_t last) {
        const double start = secondsNow();
        training::BatchLoader loader([this](std::int64_t number) { return m_set->trainingBatch(1, number); },
                                     {.first = first, .count = last, .threads = m_plan.loaderThreads});
        for (std::int64_t i = first; i < last; ++i) {
            m_optimizer->take(loader.next({}), {.learningRate = m_plan.learningRate});
        }
        m_seconds += secondsNow() - start;
    }

    double seconds() const { return m_seconds; }

private:
    training::TrainingPlan m_plan;
    std::shared_ptr<models::StoryModel> m_model;
    std::optional<training::TrainingSet> m_set;
    std::optional<training::OptimizerStep> m_optimizer;
    double m_seconds = 0;
};

} // namespace

int main(int argc, char** argv) {
    restartWithBetterBlasKernels(argv);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    const QStringList arguments(argv + 1, argv + argc);
    const auto number = [&](const QString& name, int otherwise) {
        const qsizetype place = arguments.indexOf(name);
        return place >= 0 && place + 1 < arguments.size() ? arguments[place + 1].toInt() : otherwise;
    };
    const int stories = number("--stories", 200);
    const int batchSize = number("--batch", 2);
    try {
        const QTemporaryDir folder;
        setenv("XDG_CACHE_HOME", qPrintable(folder.filePath("cache")), 1); // no features of earlier runs
        inference::setComputeThreads(2);
        const training::TrainingOptions options = optionsIn(folder.path().toStdString(), stories, batchSize);
        std::printf("contrastive-dual-decoder, %d stories, batch %d, 2 threads%s\n", stories, batchSize,
                    stories == 200 ? "" : " (the target is set for 200 stories)");
        // Half of it before and half after the trainer, since machines grow faster and slower.
        StraightforwardLoop loop(options);
        const std::int64_t middle = loop.batchesPerEpoch() / 2;
        loop.run(0, middle);
        Epochs epochs;
        training::train(options, {}, epochs);
        loop.run(middle, loop.batchesPerEpoch());
        const double straightforward = loop.seconds();
        std::printf("  straightforward loop, an epoch: %.1f s\n", straightforward);
        double later = 0;
        for (std::size_t i = 1; i < epochs.seconds.size(); ++i) {
            later += epochs.seconds[i] / static_cast<double>(epochs.seconds.size() - 1);
        }
        std::printf("  first epoch: %.2f times as fast (target: %.1f); later ones: %.2f times (target: %.1f)\n",
                    straightforward / epochs.seconds.at(0), firstTarget, straightforward / later, laterTarget);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "frozen_epoch_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
