// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_curve.h"
#include "training_toy_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/training/training_run.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace storyscope;
using namespace storyscope::training;
namespace fs = std::filesystem;

using test::Curve;

/// Going on from a run's folder: what comes out is what an unbroken run gives, to the last bit.
class TrainingResumeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.preset = (root() / "toy.json").string();
        m_options.data = "toys";
        m_options.device = "cpu";
        m_options.overrides["epochs"] = "3";
        test::writeToyPreset(m_options.preset);
    }
    void a_resumed_run_equals_the_unbroken_one_data();
    void a_resumed_run_equals_the_unbroken_one();
    void a_complete_run_is_not_resumed();
    void other_data_is_refused();
    void a_run_is_repeated_from_its_folder();
    void a_pause_writes_a_checkpoint_and_waits();
    void a_cancelled_run_leaves_its_folder_empty();
    void a_loss_that_is_no_number_leaves_the_last_checkpoint();

private:
    fs::path root() const { return m_folder->path().toStdString(); }
    TrainingSummary train(const std::string& name, Curve& curve, std::shared_ptr<TrainingControl> control = {},
                          TrainingRun::Begin begin = TrainingRun::Begin::New, std::size_t stories = 24) const {
        TrainingPlan plan = begin == TrainingRun::Begin::New ? trainingPlan(m_options) : planOfRun(root() / name);
        return TrainingRun({.folder = root() / name, .begin = begin, .control = std::move(control)}, std::move(plan),
                           std::make_shared<test::ToyDataset>(stories), {}, curve)
            .run();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    TrainingOptions m_options;
};

void TrainingResumeTest::a_resumed_run_equals_the_unbroken_one_data() {
    QTest::addColumn<QString>("overrides");
    QTest::addColumn<int>("stopAfter"); // batches; 5 are an epoch
    QTest::newRow("in mid-epoch") << "" << 7;
    QTest::newRow("after the first batch") << "" << 1;
    QTest::newRow("at the end of an epoch") << "" << 10;
    QTest::newRow("dropout") << "parts.temporal_layer={\"part\":\"temporal_transformer\",\"layers\":1,\"heads\":2,"
                                "\"inner_size\":32,\"dropout\":0.3}"
                             << 7;
    QTest::newRow("Adam, plateau") << "optimizer.kind=adam schedule.kind=plateau schedule.patience=0" << 12;
    QTest::newRow("one cycle, gradients of 3 batches") << "schedule.kind=one-cycle accumulation=3" << 7;
    QTest::newRow("augmented pictures") << "augmentation.mirror_share=0.5 augmentation.sides=swap" << 8;
    QTest::newRow("stages") << "stages=[{\"epochs\":1,\"losses\":[\"tags\"],\"trainable\":[\"frame_encoder\","
                               "\"temporal_layer\",\"tag_head\"]},{\"epochs\":2,\"learning_rate\":0.001}]"
                            << 8;
}

void TrainingResumeTest::a_resumed_run_equals_the_unbroken_one() {
    QFETCH(QString, overrides);
    QFETCH(int, stopAfter);
    for (const QString& setting : overrides.split(' ', Qt::SkipEmptyParts)) {
        const int equals = static_cast<int>(setting.indexOf('='));
        m_options.overrides[setting.left(equals).toStdString()] = setting.mid(equals + 1).toStdString();
    }
    Curve unbroken;
    train("unbroken", unbroken);
    const auto control = std::make_shared<TrainingControl>();
    Curve curve;
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == stopAfter) {
            control->stop();
        }
    };
    QVERIFY(train("broken", curve, control).wasStopped);
    QCOMPARE(curve.losses.size(), static_cast<std::size_t>(stopAfter));
    torch::manual_seed(99); // what the process did in between must not matter
    torch::rand({7});
    curve.afterBatch = [](const BatchDone&) {};
    const TrainingSummary summary = train("broken", curve, {}, TrainingRun::Begin::Resumed);
    QVERIFY(!summary.wasStopped);
    QCOMPARE(curve.losses, unbroken.losses);
    QCOMPARE(curve.rates, unbroken.rates);
    QCOMPARE(curve.validation, unbroken.validation);
    for (const char* file : {"last/model.safetensors", "last/training.safetensors", "best/model.safetensors"}) {
        QVERIFY2(readFile(root() / "unbroken" / file) == readFile(root() / "broken" / file), file);
    }
    const std::string metrics = readFile(root() / "broken/metrics.csv");
    QCOMPARE(std::count(metrics.begin(), metrics.end(), '\n'), std::ptrdiff_t{4});
}

void TrainingResumeTest::a_complete_run_is_not_resumed() {
    m_options.epochs = 1;
    Curve curve;
    train("run", curve);
    try {
        train("run", curve, {}, TrainingRun::Begin::Resumed);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
    }
}

void TrainingResumeTest::other_data_is_refused() {
    const auto control = std::make_shared<TrainingControl>();
    Curve curve;
    curve.afterBatch = [&](const BatchDone&) { control->stop(); };
    train("run", curve, control);
    try {
        train("run", curve, {}, TrainingRun::Begin::Resumed, 28);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Mismatch);
    }
}

void TrainingResumeTest::a_run_is_repeated_from_its_folder() {
    m_options.seed = 6;
    m_options.overrides = {{"weight_decay", "0.2"}};
    Curve first;
    train("first", first);
    Curve second;
    TrainingRun({.folder = root() / "second"}, planOfRun(root() / "first"), std::make_shared<test::ToyDataset>(24), {},
                second)
        .run();
    QCOMPARE(second.losses, first.losses);
    QVERIFY(readFile(root() / "first/config.json") == readFile(root() / "second/config.json"));
}

void TrainingResumeTest::a_pause_writes_a_checkpoint_and_waits() {
    const auto control = std::make_shared<TrainingControl>();
    Curve curve;
    std::int64_t stepsInPause = -1;
    std::jthread later;
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 3) {
            control->pause();
        }
    };
    curve.onPreparing = [&](const Preparing& preparing) {
        if (preparing.stage == "Paused") {
            QVERIFY(fs::exists(root() / "run/last/training.json"));
            later = std::jthread([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
                stepsInPause = static_cast<std::int64_t>(curve.losses.size());
                control->resume();
            });
        }
    };
    const TrainingSummary summary = train("run", curve, control);
    QCOMPARE(stepsInPause, std::int64_t{3});
    QCOMPARE(summary.epochsDone, 3);
}

void TrainingResumeTest::a_cancelled_run_leaves_its_folder_empty() {
    const auto control = std::make_shared<TrainingControl>();
    Curve curve;
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 7) {
            control->cancel();
        }
    };
    try {
        train("run", curve, control);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Cancelled);
    }
    QCOMPARE(curve.losses.size(), std::size_t{7});
    QVERIFY(fs::is_empty(root() / "run"));
}

void TrainingResumeTest::a_loss_that_is_no_number_leaves_the_last_checkpoint() {
    m_options.epochs = 50;
    m_options.overrides = {{"learning_rate", "9"},
                           {"weight_decay", "10"},
                           {"warm_up_share", "0"},
                           {"schedule.kind", "constant"}}; // weights grow by a factor of -89 a step
    Curve curve;
    std::string message;
    try {
        train("run", curve);
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Numerical);
        message = error.what();
    }
    QVERIFY(!message.empty());
    QVERIFY(message.find("lower learning rate") != std::string::npos);
    const bool hasEpoch = !curve.validation.empty();
    QCOMPARE(message.find("can be resumed") != std::string::npos, hasEpoch);
    QCOMPARE(fs::exists(root() / "run/last/training.json"), hasEpoch);
}

QTEST_APPLESS_MAIN(TrainingResumeTest)
#include "training_resume_test.moc"
