// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace storyscope::test {

namespace {

const QString tinyData = QStringLiteral("storyworld:seed=1,stories=24");

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The lines of a run's metrics.csv, without what the clock says.
QList<QByteArrayList> curve(const QString& run) {
    QList<QByteArrayList> lines;
    for (const QByteArray& line : content(run + "/metrics.csv").trimmed().split('\n')) {
        QByteArrayList fields = line.split(',');
        fields.removeAt(4); // waiting_share
        fields.removeAt(2); // seconds
        lines << fields;
    }
    return lines;
}

} // namespace

/// storyscope-cli train, evaluate, presets and models.
class CliTrainTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_tiny_run_leaves_models_that_tell_and_can_be_scored();
    void figures_go_into_the_model_card_once();
    void a_stopped_run_keeps_what_is_done_data();
    void a_stopped_run_keeps_what_is_done();
    void a_killed_run_is_resumed_as_if_nothing_had_happened();
    void a_run_is_repeated_from_its_folder();
    void a_run_never_writes_over_another();
    void an_unknown_preset_value_is_named();
    void presets_are_listed_and_described();
    void models_are_listed_and_described();

private:
    QStringList trainArguments(const QString& run, const QString& epochs) const {
        return {"train", "--preset", "storyworld", "--data",  tinyData, "--out",
                run,     "--epochs", epochs,       "--batch", "4"};
    }
};

void CliTrainTest::a_tiny_run_leaves_models_that_tell_and_can_be_scored() {
    const QTemporaryDir folder;
    const QString run = folder.filePath("run");
    const CliResult trained = runCli(trainArguments(run, "1") + QStringList{"--seed", "3"});
    QVERIFY2(trained.exitCode == 0, trained.told());
    QVERIFY2(trained.out.contains("Finished 1 epoch"), trained.told());
    QVERIFY2(trained.err.contains("Epoch 1/1"), trained.told());
    QVERIFY2(!trained.err.contains('\r'), "a progress bar was drawn where there is no terminal");
    const QString model = run + "/best";
    const CliResult story = runCli({"story", "storyworld:seed=1000000,stories=1#storyworld-1000000", "--model", model});
    QVERIFY2(story.exitCode == 0, story.told());
    const CliResult scored =
        runCli({"evaluate", "--model", model, "--data", "storyworld:seed=1000000,stories=6", "--json", "-"});
    QVERIFY2(scored.exitCode == 0, scored.told());
    const QJsonObject scores = QJsonDocument::fromJson(scored.out)["scores"].toObject();
    for (const char* name : {"caption_bleu4", "tag_micro_f1"}) {
        const QJsonValue score = scores[QLatin1String(name)];
        QVERIFY2(score["value"].isDouble() && !score["definition"].toString().isEmpty(), name);
    }
}

void CliTrainTest::figures_go_into_the_model_card_once() {
    QVERIFY2(QFile::exists(bundledModel() + "/model.safetensors"),
             "The bundled model is missing: resources/models/storyworld");
    const QTemporaryDir folder;
    for (const QString& name : QDir(bundledModel()).entryList(QDir::Files)) {
        QVERIFY(QFile::copy(bundledModel() + u'/' + name, folder.filePath(name)));
    }
    const auto evaluate = [&] {
        return runCli(
            {"evaluate", "--model", folder.path(), "--data", "storyworld:seed=1000000,stories=4", "--write-card"});
    };
    const auto card = [&] { return content(folder.filePath("README.md")); };
    const CliResult result = evaluate();
    QVERIFY2(result.exitCode == 0, result.told());
    const QByteArray once = card();
    QVERIFY(once.startsWith("---\n"));
    QVERIFY(once.indexOf("model-index:") < once.indexOf("\n---\n"));
    QCOMPARE(once.count("## Evaluation"), 1);
    QVERIFY(once.contains("--data storyworld:seed=1000000,stories=4"));
    QVERIFY2(evaluate().exitCode == 0, result.told());
    QCOMPARE(card(), once);
}

void CliTrainTest::a_stopped_run_keeps_what_is_done_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void CliTrainTest::a_stopped_run_keeps_what_is_done() {
    QFETCH(int, signal);
    const QTemporaryDir folder;
    const QString run = folder.filePath("run");
    QProcess process;
    process.start(cliProgram(), trainArguments(run, "1000"));
    QByteArray told;
    QElapsedTimer timer;
    timer.start();
    while (!told.contains("Epoch 1/1000") && timer.elapsed() < 120'000 && process.state() != QProcess::NotRunning) {
        process.waitForReadyRead(200);
        told += process.readAllStandardError();
    }
    QVERIFY2(told.contains("Epoch 1/1000"), told);
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY2(process.waitForFinished(20'000), "the stop was not acted on");
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardOutput().contains("Stopped after"));
    const CliResult shown = runCli({"models", "show", run + "/last"});
    QVERIFY2(shown.exitCode == 0, shown.told());
}

// kill -9 a quarter of an epoch after the second of three.
void CliTrainTest::a_killed_run_is_resumed_as_if_nothing_had_happened() {
    const QTemporaryDir folder;
    const QString killed = folder.filePath("killed");
    QProcess process;
    process.start(cliProgram(), trainArguments(killed, "3"));
    QByteArray told;
    QElapsedTimer timer;
    const auto waitFor = [&](const char* text) {
        timer.start();
        while (!told.contains(text) && timer.elapsed() < 120'000 && process.state() != QProcess::NotRunning) {
            process.waitForReadyRead(20);
            told += process.readAllStandardError();
        }
        return told.contains(text);
    };
    QVERIFY2(waitFor("Epoch 1/3"), told);
    QVERIFY2(waitFor("Epoch 2/3"), told);
    QVERIFY2(!process.waitForFinished(static_cast<int>(timer.elapsed() / 4)), told);
    process.kill();
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    const CliResult resumed = runCli({"train", "--resume", killed});
    QVERIFY2(resumed.exitCode == 0, resumed.told());
    QVERIFY2(!resumed.err.contains("Epoch 2/3") && resumed.err.contains("Epoch 3/3"), resumed.told());
    const QString unbroken = folder.filePath("unbroken");
    const CliResult whole = runCli(trainArguments(unbroken, "3"));
    QVERIFY2(whole.exitCode == 0, whole.told());
    for (const char* file : {"/last/model.safetensors", "/last/training.safetensors", "/best/model.safetensors"}) {
        QVERIFY2(!content(killed + file).isEmpty() && content(killed + file) == content(unbroken + file), file);
    }
    QCOMPARE(curve(killed), curve(unbroken));
    QCOMPARE(curve(killed).size(), 4);
    const CliResult again = runCli({"train", "--resume", killed});
    QVERIFY2(again.exitCode == 1 && again.err.contains("complete"), again.told());
}

void CliTrainTest::a_run_is_repeated_from_its_folder() {
    const QTemporaryDir folder;
    const QString first = folder.filePath("first");
    const CliResult trained = runCli(trainArguments(first, "1") + QStringList{"--seed", "5"});
    QVERIFY2(trained.exitCode == 0, trained.told());
    const QString second = folder.filePath("second");
    const CliResult repeated = runCli({"train", "--repeat", first, "--out", second});
    QVERIFY2(repeated.exitCode == 0, repeated.told());
    const QByteArray weights = content(first + "/last/model.safetensors");
    QVERIFY(!weights.isEmpty() && weights == content(second + "/last/model.safetensors"));
    const CliResult nothing = runCli({"train", "--out", second});
    QVERIFY2(nothing.exitCode == 2 && nothing.err.contains("--preset"), nothing.told());
}

void CliTrainTest::a_run_never_writes_over_another() {
    const QTemporaryDir folder;
    QFile notes(folder.filePath("notes.txt"));
    QVERIFY(notes.open(QIODevice::WriteOnly));
    const CliResult result = runCli(trainArguments(folder.path(), "1"));
    QVERIFY2(result.exitCode == 1, result.told());
    QVERIFY2(result.err.contains(folder.path().toUtf8()), result.told());
}

void CliTrainTest::an_unknown_preset_value_is_named() {
    const QTemporaryDir folder;
    const CliResult result =
        runCli(trainArguments(folder.filePath("run"), "1") + QStringList{"--set", "wieght_decay=1"});
    QVERIFY2(result.exitCode == 1, result.told());
    QVERIFY2(result.err.contains("wieght_decay"), result.told());
}

void CliTrainTest::presets_are_listed_and_described() {
    const CliResult list = runCli({"presets"});
    QVERIFY2(list.exitCode == 0 && list.out.contains("storyworld"), list.told());
    const CliResult described = runCli({"presets", "storyworld"});
    QVERIFY2(described.exitCode == 0 && described.out.contains("epochs"), described.told());
    const CliResult unknown = runCli({"presets", "nothing-like-it"});
    QVERIFY2(unknown.exitCode == 1 && unknown.err.contains("nothing-like-it"), unknown.told());
}

void CliTrainTest::models_are_listed_and_described() {
    QVERIFY2(QFile::exists(bundledModel() + "/model.safetensors"),
             "The bundled model is missing: resources/models/storyworld");
    const CliResult list = runCli({"models", "list"});
    QVERIFY2(list.exitCode == 0 && list.out.contains("storyworld"), list.told());
    const CliResult shown = runCli({"models", "show", "storyworld"});
    QVERIFY2(shown.exitCode == 0 && shown.out.contains("parameters"), shown.told());
    const CliResult unknown = runCli({"models", "show", "nobody"});
    QVERIFY2(unknown.exitCode == 1 && unknown.err.contains("nobody"), unknown.told());
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliTrainTest)
#include "cli_train_test.moc"
