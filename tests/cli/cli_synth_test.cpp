// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace storyscope::test {

namespace {

/// Every file below `folder` by its relative path.
QMap<QString, QByteArray> filesBelow(const QString& folder) {
    QMap<QString, QByteArray> files;
    QDirIterator iterator(folder, QDir::Files, QDirIterator::Subdirectories);
    while (iterator.hasNext()) {
        QFile file(iterator.next());
        if (file.open(QIODevice::ReadOnly)) {
            files[QDir(folder).relativeFilePath(file.fileName())] = file.readAll();
        }
    }
    return files;
}

} // namespace

/// storyscope-cli synth and dataset.
class CliSynthTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equal_seeds_write_equal_bytes_data();
    void equal_seeds_write_equal_bytes();
    void a_written_data_set_is_recognised_with_all_its_stories();
    void a_written_video_opens_and_its_truth_lies_beside_it();
    void a_stopped_synth_keeps_finished_videos_and_leaves_no_pieces();
    void a_drawn_story_is_shown_in_full();
    void a_picture_folder_is_a_data_set_of_one_story();
};

void CliSynthTest::equal_seeds_write_equal_bytes_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("data set") << QStringLiteral("vist");
    QTest::newRow("video") << QStringLiteral("video");
}

void CliSynthTest::equal_seeds_write_equal_bytes() {
    QFETCH(QString, kind);
    const QTemporaryDir folder;
    const auto write = [&](const QString& name, const QString& seed) {
        const QString place = folder.filePath(name);
        const CliResult result =
            runCli({"synth", "--out", place, "--stories", "2", "--seed", seed, "--size", "64", "--as", kind});
        return result.exitCode == 0 ? filesBelow(place) : QMap<QString, QByteArray>();
    };
    const auto first = write(QStringLiteral("first"), QStringLiteral("1000000"));
    QVERIFY(first.size() >= 2);
    QCOMPARE(write(QStringLiteral("again"), QStringLiteral("1000000")), first);
    QVERIFY(write(QStringLiteral("other"), QStringLiteral("1000002")) != first);
}

void CliSynthTest::a_written_data_set_is_recognised_with_all_its_stories() {
    const QTemporaryDir folder;
    const CliResult written =
        runCli({"synth", "--out", folder.path(), "--stories", "3", "--seed", "1000000", "--size", "64"});
    QVERIFY2(written.exitCode == 0, written.told());
    const CliResult overview = runCli({"dataset", folder.path(), "--json"});
    QVERIFY2(overview.exitCode == 0, overview.told());
    const QJsonObject dataset = QJsonDocument::fromJson(overview.out).object();
    QCOMPARE(dataset["stories"].toInt(), 3);
    QVERIFY2(dataset["issues"].toArray().isEmpty(), overview.told());

    const QString id = QStringLiteral("storyworld-1000001");
    const auto frames = [&](const QString& data) {
        return QJsonDocument::fromJson(runCli({"dataset", data, "--story", id, "--json"}).out)["frames"].toArray();
    };
    const QJsonArray read = frames(folder.path());
    const QJsonArray drawn = frames(QStringLiteral("storyworld:seed=1000000,stories=3"));
    QCOMPARE(read.size(), 5);
    for (int beat = 0; beat < 5; ++beat) {
        QCOMPARE(read[beat]["caption"], drawn[beat]["caption"]);
        QCOMPARE(read[beat]["tags"], drawn[beat]["tags"]);
    }
}

void CliSynthTest::a_written_video_opens_and_its_truth_lies_beside_it() {
    const QTemporaryDir folder;
    const CliResult written = runCli(
        {"synth", "--out", folder.path(), "--stories", "1", "--seed", "1000000", "--size", "64", "--as", "video"});
    QVERIFY2(written.exitCode == 0, written.told());
    const CliResult frames = runCli({"frames", folder.filePath("storyworld-1000000.mp4"), "--json"});
    QVERIFY2(frames.exitCode == 0, frames.told());
    QCOMPARE(QJsonDocument::fromJson(frames.out)["width"].toInt(), 64);
    QFile truth(folder.filePath("storyworld-1000000.json"));
    QVERIFY(truth.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(truth.readAll())["frames"].toArray().size(), 5);
}

void CliSynthTest::a_stopped_synth_keeps_finished_videos_and_leaves_no_pieces() {
    const QTemporaryDir folder;
    QProcess process;
    process.start(cliProgram(), {"synth", "--out", folder.path(), "--stories", "10000", "--seed", "1000000", "--size",
                                 "64", "--as", "video"});
    QTRY_VERIFY(QFile::exists(folder.filePath("storyworld-1000000.json")));
    ::kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY2(process.waitForFinished(20'000), "the stop was not acted on");
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    const QStringList names = QDir(folder.path()).entryList(QDir::Files | QDir::Hidden);
    QVERIFY(names.contains("storyworld-1000000.mp4"));
    for (const QString& name : names) {
        QVERIFY2(name.endsWith(".mp4") || name.endsWith(".json"), qPrintable(name));
        QVERIFY2(!name.endsWith(".mp4") || runCli({"frames", folder.filePath(name), "--json"}).exitCode == 0,
                 qPrintable(name));
    }
}

void CliSynthTest::a_drawn_story_is_shown_in_full() {
    const QString data = QStringLiteral("storyworld:seed=1000000,stories=10");
    const CliResult text = runCli({"dataset", data, "--story", "storyworld-1000003"});
    QVERIFY2(text.exitCode == 0, text.told());
    QVERIFY2(text.out.contains("tags:") && text.out.contains("or:"), text.told());
    const CliResult overview = runCli({"dataset", data});
    QVERIFY2(overview.out.contains("storyworld-1000000"), overview.told());
}

void CliSynthTest::a_picture_folder_is_a_data_set_of_one_story() {
    const QTemporaryDir folder;
    const QTemporaryDir pictures;
    QVERIFY(runCli({"synth", "--out", folder.path(), "--stories", "1", "--seed", "1000000", "--size", "64", "--as",
                    "video"})
                .exitCode == 0);
    QVERIFY(runCli({"frames", folder.filePath("storyworld-1000000.mp4"), "--extract", "5,50", "--out", pictures.path()})
                .exitCode == 0);
    const CliResult overview = runCli({"dataset", pictures.path(), "--json"});
    QVERIFY2(overview.exitCode == 0, overview.told());
    QCOMPARE(QJsonDocument::fromJson(overview.out)["stories"].toInt(), 1);
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliSynthTest)
#include "cli_synth_test.moc"
