// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_toy_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/training/training_run.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <functional>
#include <set>

using namespace storyscope;
using namespace storyscope::training;
namespace fs = std::filesystem;

namespace {

class Recorder final : public TrainingObserver {
public:
    void onEvent(const TrainingEvent& event) override {
        if (const auto* batch = std::get_if<BatchDone>(&event)) {
            batches.push_back(*batch);
            afterBatch(*batch);
        } else if (const auto* epoch = std::get_if<EpochDone>(&event)) {
            epochs.push_back(*epoch);
        } else if (const auto* sample = std::get_if<SampleStory>(&event)) {
            samples.push_back(*sample);
        }
    }

    std::vector<BatchDone> batches;
    std::vector<EpochDone> epochs;
    std::vector<SampleStory> samples;
    std::function<void(const BatchDone&)> afterBatch = [](const BatchDone&) {};
};

} // namespace

class TrainingRunTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.preset = (root() / "toy.json").string();
        m_options.data = "toys";
        m_options.runFolder = root() / "run";
        m_options.device = "cpu";
        test::writeToyPreset(m_options.preset);
    }
    void a_run_leaves_two_models_its_settings_and_its_losses();
    void losses_fall();
    void the_same_seed_gives_the_same_losses();
    void a_stop_is_acted_on_before_the_next_batch();
    void a_stop_after_an_epoch_keeps_that_epoch();
    void a_failing_run_leaves_no_half_model();
    void a_broken_picture_is_reported_by_name();
    void a_used_folder_is_refused();
    void overrides_reach_the_model_and_the_training();
    void a_mistyped_override_is_refused();
    void a_sample_story_is_told_after_each_epoch();

private:
    fs::path root() const { return m_folder->path().toStdString(); }
    TrainingSummary train(Recorder& recorder, const std::stop_token& stop = {},
                          std::size_t brokenStory = static_cast<std::size_t>(-1)) const {
        auto dataset = std::make_shared<test::ToyDataset>(24);
        dataset->brokenStory = brokenStory;
        return TrainingRun({.folder = m_options.runFolder}, trainingPlan(m_options), dataset, stop, recorder).run();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    TrainingOptions m_options;
};

void TrainingRunTest::a_run_leaves_two_models_its_settings_and_its_losses() {
    Recorder recorder;
    const TrainingSummary summary = train(recorder);
    QCOMPARE(summary.epochsDone, 2);
    QVERIFY(!summary.wasStopped);
    for (const fs::path& folder : {summary.bestModel, summary.lastModel}) {
        const models::LoadedModel loaded = models::loadModelFolder(folder);
        QCOMPARE(loaded.model->config().tags, (std::vector<std::string>{"blue", "cat", "green", "grey", "red"}));
        QVERIFY(loaded.model->familiarity().isKnown());
        QVERIFY(readFile(folder / "README.md").find("--seed 1 --device cpu") != std::string::npos);
    }
    const auto config = nlohmann::json::parse(readFile(m_options.runFolder / "config.json"));
    QCOMPARE(config["training"]["batch_size"].get<int>(), 4);
    const std::string metrics = readFile(m_options.runFolder / "metrics.csv");
    QCOMPARE(std::count(metrics.begin(), metrics.end(), '\n'), std::ptrdiff_t{3});
    QVERIFY(metrics.find("stage") != std::string::npos);
    QVERIFY(metrics.find("waiting_share") != std::string::npos);
    QVERIFY(metrics.find("train_pointing") != std::string::npos &&
            metrics.find("validation_total") != std::string::npos);
    std::set<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(m_options.runFolder)) {
        names.insert(entry.path().filename().string());
    }
    QCOMPARE(names, (std::set<std::string>{"best", "config.json", "environment.json", "last", "metrics.csv",
                                           "report.html", "samples", "tensorboard"}));
    QCOMPARE(recorder.batches.back().step, recorder.batches.back().totalSteps);
    QCOMPARE(recorder.batches.size(), std::size_t{2 * 5}); // 18 training stories in batches of 4
}

void TrainingRunTest::losses_fall() {
    m_options.epochs = 20;
    Recorder recorder;
    train(recorder);
    const EpochDone& first = recorder.epochs.front();
    const EpochDone& last = recorder.epochs.back();
    for (const char* term : {"total", "caption", "next_caption", "tags", "pointing"}) {
        QVERIFY2(last.validation.at(term) < 0.9 * first.validation.at(term), term);
    }
    int best = 0;
    double lowest = 1e9;
    for (const EpochDone& epoch : recorder.epochs) {
        QCOMPARE(epoch.isBest, epoch.validation.at("total") < lowest);
        if (epoch.isBest) {
            best = epoch.epoch;
            lowest = epoch.validation.at("total");
        }
    }
    QVERIFY(best > 1);
}

void TrainingRunTest::the_same_seed_gives_the_same_losses() {
    std::vector<std::vector<double>> runs;
    for (const std::uint64_t seed : {4, 4, 5}) {
        Recorder recorder;
        m_options.seed = seed;
        m_options.runFolder = root() / ("run" + std::to_string(runs.size()));
        train(recorder);
        runs.emplace_back();
        for (const BatchDone& batch : recorder.batches) {
            runs.back().push_back(batch.losses.at("total"));
        }
    }
    QCOMPARE(runs[0], runs[1]);
    QVERIFY(runs[0] != runs[2]);
    QCOMPARE(readFile(root() / "run0/last/model.safetensors"), readFile(root() / "run1/last/model.safetensors"));
}

void TrainingRunTest::a_stop_is_acted_on_before_the_next_batch() {
    std::stop_source source;
    Recorder recorder;
    recorder.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 3) {
            source.request_stop();
        }
    };
    const TrainingSummary summary = train(recorder, source.get_token());
    QCOMPARE(recorder.batches.size(), std::size_t{3});
    QVERIFY(summary.wasStopped);
    QCOMPARE(summary.epochsDone, 0);
    QVERIFY(models::loadModelFolder(summary.lastModel).model != nullptr);
    QCOMPARE(summary.bestModel, summary.lastModel);
    QVERIFY(!fs::exists(m_options.runFolder / "best"));
}

void TrainingRunTest::a_stop_after_an_epoch_keeps_that_epoch() {
    std::stop_source source;
    Recorder recorder;
    recorder.afterBatch = [&](const BatchDone& batch) {
        if (batch.epoch == 2) {
            source.request_stop();
        }
    };
    const TrainingSummary summary = train(recorder, source.get_token());
    QVERIFY(summary.wasStopped);
    QCOMPARE(summary.epochsDone, 1);
    QCOMPARE(summary.bestEpoch, 1);
    QCOMPARE(recorder.batches.size(), std::size_t{6});
    QVERIFY(models::loadModelFolder(m_options.runFolder / "best").model != nullptr);
    QVERIFY(models::loadModelFolder(m_options.runFolder / "last").model != nullptr);
}

void TrainingRunTest::a_failing_run_leaves_no_half_model() {
    const fs::path model = root() / "model";
    fs::create_directories(model);
    writeFileAtomically(model / "kept", "old");
    try {
        RunDirectory::replaceFolder(model, [](const fs::path& fresh) {
            writeFileAtomically(fresh / "half", "new");
            throw Error(ErrorCode::OutOfSpace, "full");
        });
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::OutOfSpace);
    }
    QCOMPARE(readFile(model / "kept"), std::string("old"));
    QVERIFY(!fs::exists(model.string() + ".new"));
    RunDirectory::replaceFolder(model, [](const fs::path& fresh) { writeFileAtomically(fresh / "whole", "new"); });
    QVERIFY(fs::exists(model / "whole") && !fs::exists(model / "kept") && !fs::exists(model.string() + ".new"));
}

void TrainingRunTest::a_broken_picture_is_reported_by_name() {
    m_options.overrides = {{"missing_pictures", "error"}};
    Recorder recorder;
    try {
        train(recorder, {}, 5);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Unreadable);
        QVERIFY(QString(error.what()).contains("toy.png"));
    }
    QVERIFY(!fs::exists(m_options.runFolder / "last"));
}

void TrainingRunTest::a_used_folder_is_refused() {
    writeFileAtomically(m_options.runFolder / "notes.txt", "mine");
    Recorder recorder;
    try {
        train(recorder);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
    }
    QCOMPARE(readFile(m_options.runFolder / "notes.txt"), std::string("mine"));
}

void TrainingRunTest::overrides_reach_the_model_and_the_training() {
    m_options.overrides = {
        {"weight_decay", "0.5"}, {"losses.tags", "0"}, {"parts.caption_decoder.layers", "1"}, {"name", "Mine"}};
    m_options.batchSize = 6;
    const TrainingPlan plan = trainingPlan(m_options);
    QCOMPARE(plan.weightDecay, 0.5);
    QCOMPARE(plan.lossWeights.at("tags"), 0.0);
    QCOMPARE(plan.model["parts"]["caption_decoder"]["layers"].get<int>(), 1);
    QCOMPARE(plan.model["name"].get<std::string>(), std::string("Mine"));
    QCOMPARE(plan.batchSize, 6);
}

void TrainingRunTest::a_mistyped_override_is_refused() {
    for (const char* key : {"weight_decya", "", "losses.", "losses/tags", "parts.caption_decoder.nothing"}) {
        m_options.overrides = {{key, "1"}};
        try {
            trainingPlan(m_options);
            QFAIL(key);
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::BadArgument);
            QVERIFY(QString(error.what()).contains(key));
        }
    }
    m_options.overrides = {{"weight_decay", "much"}};
    QVERIFY_EXCEPTION_THROWN(trainingPlan(m_options), Error);
}

void TrainingRunTest::a_sample_story_is_told_after_each_epoch() {
    Recorder recorder;
    train(recorder);
    QCOMPARE(recorder.samples.size(), std::size_t{2});
    QCOMPARE(recorder.samples[1].epoch, 2);
    QCOMPARE(recorder.samples[1].captions.size(), std::size_t{3});
    QVERIFY(QString::fromStdString(recorder.samples[1].truths[0]).startsWith("A "));
    QCOMPARE(recorder.samples[1].pictures[2].width(), 16);
    QCOMPARE(recorder.samples[1].predictedNext.width(), 16);
}

QTEST_APPLESS_MAIN(TrainingRunTest)
#include "training_run_test.moc"
