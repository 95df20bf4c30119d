// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/memory_prediction.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <fstream>

using namespace storyscope;
using training::TrainingOptions;

namespace {

/// A line of /proc/self/status in bytes.
std::int64_t statusBytes(const std::string& key) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(key + ":")) {
            return std::stoll(line.substr(key.size() + 1)) << 10;
        }
    }
    return 0;
}

TrainingOptions optionsOf(const QString& preset, int stories, int batchSize, const QString& folder) {
    TrainingOptions options;
    options.preset = preset.toStdString();
    options.data = "storyworld:seed=1,stories=" + std::to_string(stories);
    options.runFolder = (folder + "/run").toStdString();
    options.device = "cpu";
    options.batchSize = batchSize;
    options.epochs = 1;
    options.overrides = {{"validation_stories", "4"}, {"familiarity_stories", "0"}};
    return options;
}

class Nobody final : public training::TrainingObserver {
    void onEvent(const training::TrainingEvent& /*event*/) override {}
};

/// The other process: trains, and says how much memory that took.
int trainAndTell(char** arguments) {
    const TrainingOptions options =
        optionsOf(arguments[2], QString(arguments[3]).toInt(), QString(arguments[4]).toInt(), arguments[5]);
    const std::int64_t before = statusBytes("VmRSS") - statusBytes("RssFile");
    Nobody nobody;
    training::train(options, {}, nobody);
    // How many pages of libraries lie in memory is the system's choice; they do not become fewer during a run.
    const std::int64_t most = statusBytes("VmHWM") - statusBytes("RssFile");
    std::printf("%lld\n", static_cast<long long>(most - before));
    return 0;
}

} // namespace

class TrainingMemoryTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_prediction_is_within_a_tenth_of_what_a_run_takes_data();
    void the_prediction_is_within_a_tenth_of_what_a_run_takes();
    void a_larger_batch_needs_more();
    void the_picture_cache_has_its_limit();
};

void TrainingMemoryTest::the_prediction_is_within_a_tenth_of_what_a_run_takes_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<int>("stories");
    QTest::addColumn<int>("batchSize");
    constexpr int few = 320;  // enough for each stage to take several full batches
    constexpr int many = 960; // enough for what grows with the stories to weigh
    QTest::newRow("storyworld") << "storyworld" << few << 16;
    QTest::newRow("gru-attention-small") << "gru-attention-small" << many << 32;
    QTest::newRow("contrastive-dual-decoder-small") << "contrastive-dual-decoder-small" << few << 16;
    QTest::newRow("photo-captioner-small") << "photo-captioner-small" << few << 16;
    QTest::newRow("course-v2-small") << "course-v2-small" << few << 16;
    QTest::newRow("video-transformer-small") << "video-transformer-small" << few << 8;
    QTest::newRow("course-baseline-small") << "course-baseline-small" << few << 24;
}

void TrainingMemoryTest::the_prediction_is_within_a_tenth_of_what_a_run_takes() {
    QFETCH(QString, preset);
    QFETCH(int, stories);
    QFETCH(int, batchSize);
    const QTemporaryDir folder;
    const auto prediction =
        training::predictMemory(optionsOf(preset, stories, batchSize, folder.path()), {}, Progress::none());
    QProcess run;
    run.start(QCoreApplication::applicationFilePath(),
              {"--train", preset, QString::number(stories), QString::number(batchSize), folder.path()});
    QVERIFY2(run.waitForFinished(240'000) && run.exitCode() == 0, run.readAllStandardError().constData());
    const double measured = run.readAllStandardOutput().trimmed().toDouble();
    const auto mib = [](double bytes) { return QString::number(bytes / (1 << 20), 'f', 0); };
    const QString told = QString("predicted %1 MiB (weights %2, optimizer %3, step %4, saving %5, texts %6, pictures "
                                 "%7, batches %8), measured %9")
                             .arg(mib(prediction.total()), mib(prediction.weights), mib(prediction.optimizer),
                                  mib(prediction.step), mib(prediction.saving), mib(prediction.texts),
                                  mib(prediction.pictures), mib(prediction.batches), mib(measured));
    qInfo("%s", qPrintable(told));
    QVERIFY2(std::abs(static_cast<double>(prediction.total()) - measured) <= 0.1 * measured, qPrintable(told));
}

void TrainingMemoryTest::a_larger_batch_needs_more() {
    const auto few = training::predictMemory(optionsOf("storyworld", 32, 8, {}), {}, Progress::none());
    const auto more = training::predictMemory(optionsOf("storyworld", 32, 16, {}), {}, Progress::none());
    QCOMPARE(more.weights, few.weights);
    QVERIFY(more.batches > few.batches);
    QVERIFY(static_cast<double>(more.step) > 1.8 * static_cast<double>(few.step));
}

void TrainingMemoryTest::the_picture_cache_has_its_limit() {
    TrainingOptions options = optionsOf("gru-attention-small", 320, 4, {});
    options.overrides["picture_cache_mib"] = "1";
    QCOMPARE(training::predictMemory(options, {}, Progress::none()).pictures, std::int64_t{1} << 20);
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc == 6 && std::string(argv[1]) == "--train") {
        return trainAndTell(argv);
    }
    TrainingMemoryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "training_memory_test.moc"
