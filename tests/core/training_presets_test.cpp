// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_curve.h"

#include "core/base/atomic_file.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::training;
using test::Curve;
namespace fs = std::filesystem;

/// Presets of each architecture, small and with dropout, over the data that they are made for.
class TrainingPresetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_run_in_three_sittings_equals_the_unbroken_one_data();
    void a_run_in_three_sittings_equals_the_unbroken_one();
    void a_batch_with_nothing_to_learn_is_passed_over();
    void a_validation_with_nothing_to_compare_is_not_a_perfect_one();

private:
    static TrainingOptions options(const QString& preset, const QStringList& overrides) {
        TrainingOptions options;
        options.preset = preset.toStdString();
        options.data = "storyworld:seed=1,stories=16";
        options.epochs = 4;
        options.batchSize = 4;
        options.device = "cpu";
        options.overrides["picture_size"] = "24";
        options.overrides["validation_stories"] = "4";
        for (const QString& setting : overrides) {
            const auto equals = setting.indexOf(QLatin1Char('='));
            options.overrides[setting.left(equals).toStdString()] = setting.mid(equals + 1).toStdString();
        }
        return options;
    }
};

void TrainingPresetsTest::a_run_in_three_sittings_equals_the_unbroken_one_data() {
    QTest::addColumn<QStringList>("overrides");
    QTest::newRow("gru-attention-small") << QStringList{
        "parts.text_decoder={\"part\":\"lstm_text_decoder\",\"embedding_size\":64,\"hidden_size\":128,"
        "\"condition\":\"initial_state\",\"frozen\":false,\"dropout\":0.3}",
        "scheduled_sampling.share=0.4", "word_dropout=0.2"};
    QTest::newRow("course-v2-small") << QStringList{"parts.latent.variational=true"};
    QTest::newRow("multitask-tags-small") << QStringList{"scheduled_sampling.share=0.4"};
    QTest::newRow("contrastive-dual-decoder-small") << QStringList{"parts.fusion.dropout=0.2"};
    QTest::newRow("video-transformer-small") << QStringList{"word_dropout=0.2"};
}

// The first sitting ends in the middle of an epoch; the second at the end of one, which in presets with stages is also
// the end of a stage.
void TrainingPresetsTest::a_run_in_three_sittings_equals_the_unbroken_one() {
    QFETCH(QStringList, overrides);
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    TrainingOptions wishes = options(QTest::currentDataTag(), overrides);
    wishes.runFolder = root / "unbroken";
    Curve unbroken;
    train(wishes, {}, unbroken);
    QVERIFY(unbroken.epochs.rbegin()->second.isLast);

    Curve curve;
    wishes.runFolder = root / "broken";
    wishes.control = std::make_shared<TrainingControl>();
    curve.afterBatch = [&](const BatchDone& batch) {
        if (batch.step == 2) {
            wishes.control->stop();
        }
    };
    QVERIFY(train(wishes, {}, curve).wasStopped);
    QCOMPARE(curve.losses.size(), std::size_t{2});
    torch::manual_seed(99); // what the process did in between must not matter
    torch::rand({7});
    curve.afterBatch = [](const BatchDone&) {};
    auto control = std::make_shared<TrainingControl>();
    curve.afterEpoch = [&](const EpochDone& epoch) {
        if (epoch.epoch == 2) {
            control->stop();
        }
    };
    QVERIFY(resume(wishes.runFolder, control, {}, curve).wasStopped);
    QCOMPARE(curve.validation.size(), std::size_t{2});
    torch::manual_seed(98);
    curve.afterEpoch = [](const EpochDone&) {};
    QVERIFY(!resume(wishes.runFolder, {}, {}, curve).wasStopped);

    QCOMPARE(curve.losses, unbroken.losses);
    QCOMPARE(curve.rates, unbroken.rates);
    QCOMPARE(curve.validation, unbroken.validation);
    for (const char* file : {"last/model.safetensors", "last/training.safetensors", "best/model.safetensors"}) {
        QVERIFY2(readFile(root / "unbroken" / file) == readFile(root / "broken" / file), file);
    }
}

// The next frame is learnt of stories in true order only, and with one story a batch some batches have none.
void TrainingPresetsTest::a_batch_with_nothing_to_learn_is_passed_over() {
    const QTemporaryDir folder;
    TrainingOptions wishes = options("meanpool-small", {"stages=[]"});
    wishes.epochs = 1;
    wishes.batchSize = 1;
    wishes.runFolder = fs::path(folder.path().toStdString()) / "run";
    Curve curve;
    train(wishes, {}, curve);
    const auto steps = static_cast<std::size_t>(curve.epochs.at(1).step);
    QVERIFY(!curve.losses.empty() && curve.losses.size() < steps);
    QVERIFY(curve.epochs.at(1).isLast);
    QVERIFY(curve.epochs.at(1).training.contains("next_caption"));
}

// The four validation stories' pictures are all out of order: there is no next sentence to foretell.
void TrainingPresetsTest::a_validation_with_nothing_to_compare_is_not_a_perfect_one() {
    const QTemporaryDir folder;
    TrainingOptions wishes = options("meanpool-small", {"stages=[]"});
    wishes.epochs = 3;
    wishes.runFolder = fs::path(folder.path().toStdString()) / "run";
    Curve curve;
    const training::TrainingSummary summary = train(wishes, {}, curve);
    for (const auto& [number, epoch] : curve.epochs) {
        QVERIFY(epoch.validation.empty());
        QVERIFY(epoch.isBest); // the latest one
        QCOMPARE(epoch.issues.size(), std::size_t(number == 1 ? 1 : 0));
    }
    QCOMPARE(summary.bestEpoch, 3);
    QVERIFY(!summary.bestValidationLoss);
}

QTEST_APPLESS_MAIN(TrainingPresetsTest)
#include "training_presets_test.moc"
