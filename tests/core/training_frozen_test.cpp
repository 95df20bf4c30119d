// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_toy_dataset.h"

#include "core/base/error.h"
#include "core/models/preset.h"
#include "core/models/pretrained_parts.h"
#include "core/training/optimizer_step.h"
#include "core/training/training_set.h"
#include "core/training/validation.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::training;
using nlohmann::json;
using test::ToyDataset;

namespace {

/// A model that is nothing but frozen: its features are a picture's mean colour times a weight. Counts its work.
class FrozenToy final : public models::StoryModel {
public:
    explicit FrozenToy(double weight) : StoryModel(config()) {
        m_weight = register_parameter("weight", torch::full({1}, weight), /*requires_grad=*/false);
    }

    models::Abilities abilities() const override { return {}; }
    models::StoryOutput forward(const models::Batch&, const std::set<std::string>&) override { refuse(); }
    models::EncodedStory encode(const models::StoryInput&) override { refuse(); }
    nn::TextMemory remember(models::CaptionKind, const models::EncodedStory&, const std::stop_token&) override {
        refuse();
    }
    nn::TextCache begin(models::CaptionKind, const models::EncodedStory&, std::int64_t, std::int64_t) override {
        refuse();
    }
    nn::TextStep step(models::CaptionKind, const torch::Tensor&, const nn::TextMemory&, nn::TextCache&) override {
        refuse();
    }
    torch::Tensor frozenFeatures(const torch::Tensor& pictures) override {
        seen += pictures.size(0);
        return pictures.mean({2, 3}) * m_weight;
    }

    std::int64_t seen = 0; ///< pictures

private:
    static models::StoryConfig config() {
        models::StoryConfig config;
        config.preparation = media::PicturePreparation::stretched(16, media::PictureFilter::Bilinear);
        return config;
    }
    [[noreturn]] static void refuse() { throw Error(ErrorCode::Unsupported, "Only features are asked for"); }

    torch::Tensor m_weight;
};

/// The dual decoder with a SqueezeNet and a one-layer DistilBERT of random weights, both frozen.
json tinyDualDecoder() {
    json model = models::readPreset("contrastive-dual-decoder").model;
    model.merge_patch({{"picture_size", 64},
                       {"hidden_size", 16},
                       {"parts",
                        {{"frame_encoder", {{"backbone", "squeezenet1_1"}, {"weights", ""}, {"summary_size", 16}}},
                         {"text_encoder",
                          {{"weights", ""},
                           {"positions", 32},
                           {"hidden_size", 16},
                           {"layers", 1},
                           {"heads", 2},
                           {"inner_size", 32},
                           {"size", 16}}},
                         {"picture_decoder", nullptr},
                         {"next_caption_decoder", {{"embedding_size", 16}}}}}});
    return model;
}

/// What a run has before its first step.
struct Run {
    explicit Run(const std::vector<std::string>& terms, int epochs = 2,
                 const std::shared_ptr<const datasets::StoryDataset>& dataset = std::make_shared<ToyDataset>(16)) {
        plan.model = tinyDualDecoder();
        plan.epochs = epochs;
        plan.batchSize = 4;
        plan.shortWindowShare = 0;
        plan.augmentation.colour = 0;
        plan.augmentation.noise = 0;
        plan.augmentation.blurShare = 0;
        const auto reader = std::make_shared<StoryReader>(dataset, plan.captions);
        TrainingData data = readTrainingData(*reader, plan, {}, Progress::none());
        plan.model["vocabulary_size"] = data.tokenizer->vocabularySize();
        plan.model["pad_token_id"] = data.tokenizer->padId();
        plan.model["tags"] = data.tags;
        torch::manual_seed(5);
        model = models::makeStoryModel(models::storyConfigFromJson(plan.model, "A test's model"));
        set = std::make_unique<TrainingSet>(reader, std::move(data), plan, *model);
        for (const std::string& term : terms) {
            losses.weights[term] = 1;
        }
    }

    /// The total loss of each batch of two epochs while the model learns, and of validation.
    std::vector<double> learn() const {
        OptimizerStep optimizer(model, {.losses = losses, .weightDecay = 0});
        model->train();
        std::vector<double> totals;
        for (int epoch = 1; epoch <= 2; ++epoch) {
            for (std::int64_t number = 0; number < set->batchesPerEpoch(); ++number) {
                totals.push_back(optimizer.take(set->trainingBatch(epoch, number), {.learningRate = 0.01}).at("total"));
            }
        }
        totals.push_back(validate(*model, *set, losses, {}).losses.at("total"));
        return totals;
    }

    TrainingPlan plan;
    LossOptions losses;
    std::shared_ptr<models::StoryModel> model;
    std::unique_ptr<TrainingSet> set;
};

} // namespace

/// Models with frozen encoders, whose features are computed once.
class TrainingFrozenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", m_folder->path().toUtf8());
    }
    void features_are_computed_once_and_read_by_the_next_run();
    void other_weights_have_other_features();
    void training_goes_as_it_does_without_kept_features();
    void captions_that_no_epoch_learns_are_not_read();
    void batches_hold_pictures_only_where_a_loss_needs_them();
    void patches_can_be_normalized_without_other_features();

private:
    std::shared_ptr<const FrozenFeatures> compute(models::StoryModel& model) const {
        const auto dataset = std::make_shared<ToyDataset>(3);
        std::vector<TrainingStory> stories(3);
        for (std::size_t index = 0; index < 3; ++index) {
            stories[index].index = index;
            stories[index].frames.resize(3);
        }
        const auto pictures = std::make_shared<PictureCache>(
            dataset, PictureCache::Options{
                         .preparation = media::PicturePreparation::stretched(16, media::PictureFilter::Bilinear)});
        return FrozenFeatures::compute(model,
                                       {.pictures = pictures,
                                        .samples = samplesOf(stories, {}),
                                        .texts = {},
                                        .cacheFolder = m_folder->filePath("features").toStdString()},
                                       {}, Progress::none());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TrainingFrozenTest::features_are_computed_once_and_read_by_the_next_run() {
    FrozenToy model(2);
    const auto first = compute(model);
    QVERIFY(model.seen > 1);
    QVERIFY(model.seen <= 1 + 9); // one to ask for their shape, nine pictures, of which some are alike
    FrozenToy again(2);
    const auto second = compute(again);
    QCOMPARE(again.seen, std::int64_t{1});
    for (std::size_t story = 0; story < 3; ++story) {
        QVERIFY(second->has(story, {0, 1, 2}));
        for (std::size_t frame = 0; frame < 3; ++frame) {
            QVERIFY(std::ranges::equal(first->picture(story, frame), second->picture(story, frame)));
        }
    }
    // The first toy is red.
    QVERIFY(std::abs(second->picture(0, 0)[0] - 2 * 220.0F / 255.0F) < 1e-5);
}

void TrainingFrozenTest::other_weights_have_other_features() {
    FrozenToy model(2);
    compute(model);
    FrozenToy other(3);
    QVERIFY(frozenWeightsHash(model) != frozenWeightsHash(other));
    const auto features = compute(other);
    QVERIFY(other.seen > 1);
    QVERIFY(std::abs(features->picture(0, 0)[0] - 3 * 220.0F / 255.0F) < 1e-5);
}

void TrainingFrozenTest::training_goes_as_it_does_without_kept_features() {
    const std::vector<std::string> terms{"next_caption", "contrastive"};
    const Run plain(terms);
    const Run kept(terms);
    kept.set->computeFrozenFeatures(*kept.model, terms, {}, Progress::none());
    for (const auto& weight : kept.model->named_parameters()) {
        QVERIFY2(weight.value().is_contiguous(), weight.key().c_str()); // as they lay before
    }
    QVERIFY(plain.set->trainingBatch(1, 0).pictures.defined());
    QVERIFY(!plain.set->trainingBatch(1, 0).features.defined());
    const models::Batch batch = kept.set->trainingBatch(1, 0);
    QVERIFY(!batch.pictures.defined());
    QVERIFY(batch.features.defined() && batch.textFeatures.defined());
    const std::vector<double> with = kept.learn();
    const std::vector<double> without = plain.learn();
    QVERIFY(with.size() > 5);
    QVERIFY(with.back() < with.front());
    for (std::size_t step = 0; step < with.size(); ++step) {
        QVERIFY2(std::abs(with[step] - without[step]) < 1e-3 * without[step],
                 qPrintable(QStringLiteral("%1: %2 and %3").arg(step).arg(with[step]).arg(without[step])));
    }
}

// StoryWorld says five things of each picture; an epoch learns one of them.
void TrainingFrozenTest::captions_that_no_epoch_learns_are_not_read() {
    const std::vector<std::string> terms{"next_caption", "contrastive"};
    const std::shared_ptr<const datasets::StoryDataset> stories = datasets::openDataset("storyworld:seed=3,stories=24");
    const auto hasAllTexts = [](const Run& run, int epoch) {
        for (std::int64_t number = 0; number < run.set->batchesPerEpoch(); ++number) {
            if (!run.set->trainingBatch(epoch, number).textFeatures.defined()) {
                return false;
            }
        }
        return true;
    };
    for (const int epochs : {1, 2}) {
        const Run run(terms, epochs, stories);
        run.set->computeFrozenFeatures(*run.model, terms, {}, Progress::none());
        QVERIFY(hasAllTexts(run, 1));
        QCOMPARE(hasAllTexts(run, 2), epochs == 2);
        QVERIFY(run.set->unvariedBatch(run.set->validationSamples(), 0, 2).textFeatures.defined());
    }
}

void TrainingFrozenTest::batches_hold_pictures_only_where_a_loss_needs_them() {
    const Run run({"next_caption"});
    run.set->computeFrozenFeatures(*run.model, {"next_caption", "next_picture_mse"}, {}, Progress::none());
    QVERIFY(run.set->trainingBatch(1, 0).pictures.defined());
    run.set->computeFrozenFeatures(*run.model, {"next_caption"}, {}, Progress::none());
    QVERIFY(!run.set->trainingBatch(1, 0).pictures.defined());
    // For a person, the pictures are shown nevertheless.
    const auto shown = run.set->unvariedBatch(run.set->validationSamples(), 0, 1, BatchRequest::Pictures::Always);
    QVERIFY(shown.pictures.defined() && shown.features.defined());
}

void TrainingFrozenTest::patches_can_be_normalized_without_other_features() {
    torch::NoGradGuard noGrad;
    const auto encoder = [](const char* patches) {
        torch::manual_seed(1);
        json model = tinyDualDecoder();
        model["vocabulary_size"] = 12;
        model["parts"]["frame_encoder"].merge_patch({{"grid", "last_stage"}, {"patches", patches}});
        const models::StoryConfig config = models::storyConfigFromJson(model, "A test's model");
        models::JsonObject part(config.parts["frame_encoder"], "A part");
        part.text("part", "");
        return models::pretrainedFrameEncoder(part, config);
    };
    const torch::Tensor pictures = torch::rand({2, 3, 64, 64});
    const torch::Tensor features = encoder("plain")->frozenFeatures(pictures);
    QVERIFY(torch::equal(features, encoder("normalized")->frozenFeatures(pictures)));
    QVERIFY(torch::equal(features, encoder("plain")->forwardFeatures(features).patches));
    const nn::EncodedFrames seen = encoder("normalized")->forwardFeatures(features);
    QVERIFY(torch::allclose(seen.patches.mean(1), torch::zeros({2, 3, 3}), 0, 1e-4));
    QVERIFY(torch::allclose(seen.patches.square().mean(1), torch::ones({2, 3, 3}), 0, 2e-2));
    QVERIFY(torch::allclose(seen.features, features.mean({2, 3}), 0, 1e-5)); // what pictures are compared by
}

QTEST_APPLESS_MAIN(TrainingFrozenTest)
#include "training_frozen_test.moc"
