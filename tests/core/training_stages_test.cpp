// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/one_batch.h"
#include "training_curve.h"
#include "training_toy_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/models/preset.h"
#include "core/training/run_checks.h"
#include "core/training/training_run.h"

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::training;
using test::Curve;
namespace fs = std::filesystem;

namespace {

// The first stage learns little of a small loss, with a rate that makes it worse.
const std::string twoStages = R"([{"epochs": 3, "losses": {"tags": 0.001}, "learning_rate": 0.05}, {"epochs": 3}])";

} // namespace

/// Runs in stages, and what is refused before anything is learnt.
class TrainingStagesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.preset = (root() / "toy.json").string();
        m_options.data = "toys";
        m_options.device = "cpu";
        test::writeToyPreset(m_options.preset);
    }
    void the_best_model_is_the_last_stages();
    void a_stop_in_an_early_stage_leaves_its_latest_model();
    void an_early_end_is_an_end();
    void epochs_are_shared_as_the_preset_shares_them_data();
    void epochs_are_shared_as_the_preset_shares_them();
    void a_presets_epochs_are_those_of_all_stages();
    void what_the_model_does_not_have_is_refused_before_the_first_batch_data();
    void what_the_model_does_not_have_is_refused_before_the_first_batch();
    void a_preset_without_losses_learns_what_its_model_can();
    void presets_name_losses_and_parts_that_their_models_have();

private:
    fs::path root() const { return m_folder->path().toStdString(); }
    TrainingSummary train(Curve& curve, std::shared_ptr<TrainingControl> control = {}) const {
        return TrainingRun({.folder = root() / "run", .control = std::move(control)}, trainingPlan(m_options),
                           std::make_shared<test::ToyDataset>(24), {}, curve)
            .run();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    TrainingOptions m_options;
};

void TrainingStagesTest::the_best_model_is_the_last_stages() {
    m_options.overrides["stages"] = twoStages;
    Curve curve;
    const fs::path run = root() / "run";
    curve.afterEpoch = [&](const EpochDone& epoch) {
        QCOMPARE(epoch.stage, epoch.epoch <= 3 ? 1 : 2);
        if (epoch.stage == 1) {
            QVERIFY(!epoch.isBest);
            QVERIFY(readFile(run / "best/model.safetensors") == readFile(run / "last/model.safetensors"));
        }
    };
    const TrainingSummary summary = train(curve);
    int best = 4;
    for (int epoch = 4; epoch <= 6; ++epoch) {
        best = curve.validation[epoch]["total"] < curve.validation[best]["total"] ? epoch : best;
    }
    QCOMPARE(summary.bestEpoch, best);
    QVERIFY(summary.bestValidationLoss > curve.validation[1]["total"]); // of another kind
    QCOMPARE(curve.epochs[4].isBest, true);
}

void TrainingStagesTest::a_stop_in_an_early_stage_leaves_its_latest_model() {
    m_options.overrides["stages"] = twoStages;
    const auto control = std::make_shared<TrainingControl>();
    Curve curve;
    curve.afterEpoch = [&](const EpochDone& epoch) {
        if (epoch.epoch == 2) {
            control->stop();
        }
    };
    const TrainingSummary summary = train(curve, control);
    QVERIFY(summary.wasStopped);
    QCOMPARE(summary.bestEpoch, 0);
    QVERIFY(models::loadModelFolder(summary.bestModel).model != nullptr);
    QVERIFY(!readPosition(root() / "run/last").isFinished);
}

void TrainingStagesTest::an_early_end_is_an_end() {
    m_options.overrides = {{"early_stopping", R"({"patience": 1, "minimum_delta": 1000})"}, {"epochs", "9"}};
    Curve curve;
    const TrainingSummary summary = train(curve);
    QCOMPARE(summary.epochsDone, 3);
    QVERIFY(!summary.wasStopped);
    QVERIFY(!curve.epochs[2].isLast);
    QVERIFY(curve.epochs[3].isLast);
    QVERIFY(readPosition(root() / "run/last").isFinished);
}

void TrainingStagesTest::epochs_are_shared_as_the_preset_shares_them_data() {
    QTest::addColumn<QVector<int>>("stages");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<QVector<int>>("shared");
    const QVector<int> longLast{3, 3, 12};
    QTest::newRow("the preset's own") << longLast << 18 << longLast;
    QTest::newRow("twice") << longLast << 36 << QVector<int>{6, 6, 24};
    QTest::newRow("fewer") << longLast << 7 << QVector<int>{1, 1, 5};
    QTest::newRow("one each") << longLast << 1 << QVector<int>{1, 1, 1};
    QTest::newRow("a short last stage has its epoch") << QVector<int>{20, 20, 1} << 4 << QVector<int>{2, 1, 1};
}

void TrainingStagesTest::epochs_are_shared_as_the_preset_shares_them() {
    QFETCH(QVector<int>, stages);
    QFETCH(int, epochs);
    QFETCH(QVector<int>, shared);
    m_options.overrides["stages"] = QString(R"([{"epochs": %1, "losses": ["tags"]}, {"epochs": %2}, {"epochs": %3}])")
                                        .arg(stages[0])
                                        .arg(stages[1])
                                        .arg(stages[2])
                                        .toStdString();
    m_options.epochs = epochs;
    QVector<int> given;
    for (const StagePlan& stage : trainingPlan(m_options).stages) {
        given << stage.epochs;
    }
    QCOMPARE(given, shared);
}

void TrainingStagesTest::a_presets_epochs_are_those_of_all_stages() {
    QCOMPARE(models::readPresetInfo(m_options.preset).epochs, 2);
    nlohmann::json preset = nlohmann::json::parse(readFile(m_options.preset));
    preset["training"]["stages"] = {{{"epochs", 3}}, {{"learning_rate", 0.1}}, {{"epochs", 4}}};
    writeFileAtomically(m_options.preset, preset.dump());
    QCOMPARE(models::readPresetInfo(m_options.preset).epochs, 3 + 2 + 4);
    QCOMPARE(models::readPresetInfo(m_options.preset).stages, 3);
    QCOMPARE(trainingPlan(m_options).epochs, 3 + 2 + 4);
}

void TrainingStagesTest::what_the_model_does_not_have_is_refused_before_the_first_batch_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("wrong");
    QTest::addColumn<QString>("offered");
    QTest::newRow("loss") << "losses"
                          << R"({"caption": 1, "next_captoin": 1})"
                          << "next_captoin"
                          << "next_caption";
    QTest::newRow("another model's loss") << "losses"
                                          << R"({"clip_caption": 1})"
                                          << "clip_caption"
                                          << "score";
    QTest::newRow("loss of a later stage") << "stages"
                                           << R"([{"epochs": 1}, {"losses": {"captoin": 1}}])"
                                           << "captoin"
                                           << "caption, next_caption";
    QTest::newRow("part of a later stage") << "stages"
                                           << R"([{"epochs": 1}, {"trainable": ["caption_decodr"]}])"
                                           << "caption_decodr"
                                           << "caption_decoder";
    QTest::newRow("part with a rate of its own") << "optimizer"
                                                 << R"({"learning_rate_factors": {"frame_encodr": 0.1}})"
                                                 << "frame_encodr"
                                                 << "frame_encoder";
}

void TrainingStagesTest::what_the_model_does_not_have_is_refused_before_the_first_batch() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, wrong);
    QFETCH(QString, offered);
    m_options.overrides[key.toStdString()] = value.toStdString();
    Curve curve;
    try {
        train(curve);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
        const QString message = QString::fromUtf8(error.what());
        QVERIFY2(message.contains('"' + wrong + '"') && message.contains(offered), error.what());
    }
    QVERIFY(curve.losses.empty());
}

void TrainingStagesTest::a_preset_without_losses_learns_what_its_model_can() {
    nlohmann::json preset = nlohmann::json::parse(readFile(m_options.preset));
    preset["training"].erase("losses");
    preset["model"]["parts"].erase("score_head");
    writeFileAtomically(m_options.preset, preset.dump());
    m_options.epochs = 1;
    Curve curve;
    train(curve);
    for (const char* name : {"caption", "next_caption", "next_picture", "tags", "pointing"}) {
        QVERIFY2(curve.losses[1].contains(name), name);
    }
    QVERIFY(!curve.losses[1].contains("score"));
}

void TrainingStagesTest::presets_name_losses_and_parts_that_their_models_have() {
    for (const models::PresetInfo& info : models::installedPresets()) {
        TrainingOptions options;
        options.preset = info.name;
        options.device = "cpu";
        const TrainingPlan plan = trainingPlan(options);
        if (!plan.start.empty()) {
            continue; // such a model is that of the start, changed
        }
        const auto model = test::presetModel(info.name, 200);
        checkLossNames(plan.stages, *model);
        TrainableWeights weights(model);
        for (const StagePlan& stage : plan.stages) {
            weights.choose(stage.trainable);
        }
        for (const auto& [prefix, factor] : plan.optimizer.learningRateFactors) {
            weights.check(prefix);
        }
    }
}

QTEST_APPLESS_MAIN(TrainingStagesTest)
#include "training_stages_test.moc"
