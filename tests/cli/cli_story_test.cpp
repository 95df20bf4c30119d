// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

namespace storyscope::test {

namespace {

QByteArray captionsOf(const CliResult& result) {
    QByteArray captions;
    for (const QJsonValue& frame : QJsonDocument::fromJson(result.out)["frames"].toArray()) {
        captions += frame["caption"]["text"].toString().toUtf8() + '\n';
    }
    return captions;
}

} // namespace

/// storyscope-cli story and frames, with the bundled model and the bundled sample.
class CliStoryTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void the_samples_story_is_told_as_json();
    void attention_rows_sum_to_one();
    void the_same_seed_tells_the_same_bytes_data();
    void the_same_seed_tells_the_same_bytes();
    void another_seed_samples_other_words();
    void one_best_token_makes_sampling_greedy();
    void captions_repeat_no_sequence_that_they_may_not();
    void senseless_ways_of_writing_are_refused_data();
    void senseless_ways_of_writing_are_refused();
    void without_outputs_the_story_can_be_read();
    void every_output_is_written();
    void frame_choice_and_count_are_obeyed();
    void a_folder_of_pictures_is_told_in_natural_order();
    void one_story_of_a_data_set_is_told();
    void a_story_without_any_picture_is_refused_in_one_sentence();
    void frames_lists_every_frame();
    void frames_extracts_the_asked_frames();

private:
    QString m_sample;
    QString m_story = QStringLiteral("storyworld:seed=1000000,stories=10#storyworld-1000003");
};

void CliStoryTest::initTestCase() {
    QVERIFY2(QFile::exists(bundledModel() + "/model.safetensors"),
             "The bundled model is missing: resources/models/storyworld");
    const QDir samples(qEnvironmentVariable("STORYSCOPE_RESOURCES") + "/samples");
    const QStringList videos = samples.entryList({"*.mp4"});
    QVERIFY2(!videos.isEmpty(), "The sample video is missing: resources/samples");
    m_sample = samples.filePath(videos.first());
}

void CliStoryTest::the_samples_story_is_told_as_json() {
    const CliResult result = runCli({"story", m_sample, "--json", "-"});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.err.isEmpty(), result.told());
    const QJsonObject story = QJsonDocument::fromJson(result.out).object();
    QCOMPARE(story["source"].toString(), m_sample);
    const QJsonArray frames = story["frames"].toArray();
    QCOMPARE(frames.size(), 5);
    double lastTime = -1;
    for (const QJsonValue& frame : frames) {
        QVERIFY(frame["time_seconds"].toDouble() > lastTime);
        lastTime = frame["time_seconds"].toDouble();
        QVERIFY(frame["caption"]["text"].toString().size() > 10);
        QVERIFY(!frame["caption"]["tokens"].toArray().isEmpty());
        QVERIFY(!frame["unfamiliar"].toBool());
    }
    QVERIFY(!story["predictions"].toArray().isEmpty());
}

void CliStoryTest::attention_rows_sum_to_one() {
    const CliResult result = runCli({"story", m_sample, "--json", "-"});
    const QJsonArray records = QJsonDocument::fromJson(result.out)["attention"].toArray();
    QVERIFY(!records.isEmpty());
    for (const QJsonValue& record : records) {
        const QJsonArray rows = record["values"].toArray();
        QCOMPARE(rows.size(), record["rows"].toArray().size());
        QVERIFY(!rows.isEmpty());
        const qsizetype columns =
            record["frames"].toArray().size() * record["grid_rows"].toInt() * record["grid_columns"].toInt();
        for (const QJsonValue& row : rows) {
            const QJsonArray cells = row.toArray();
            QCOMPARE(cells.size(), columns);
            double sum = 0;
            for (const QJsonValue& cell : cells) {
                sum += cell.toDouble();
            }
            QVERIFY2(std::abs(sum - 1) <= 1e-4, qPrintable(QString::number(sum, 'g', 10)));
        }
    }
}

void CliStoryTest::the_same_seed_tells_the_same_bytes_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("greedy") << QStringList{};
    QTest::newRow("beam") << QStringList{"--decode", "beam", "--beams", "3"};
    QTest::newRow("sample") << QStringList{"--decode", "sample", "--seed", "7"};
}

void CliStoryTest::the_same_seed_tells_the_same_bytes() {
    QFETCH(QStringList, options);
    const QStringList arguments = QStringList{"story", m_story, "--json", "-"} + options;
    const CliResult first = runCli(arguments);
    const CliResult second = runCli(arguments);
    QVERIFY2(first.exitCode == 0 && first.out.size() > 1000, first.told());
    QVERIFY(first.out == second.out);
}

void CliStoryTest::another_seed_samples_other_words() {
    QSet<QByteArray> stories;
    for (const char* seed : {"1", "2", "3", "4"}) {
        const CliResult result = runCli({"story", m_story, "--decode", "sample", "--seed", seed, "--json", "-"});
        stories.insert(captionsOf(result));
    }
    QVERIFY(stories.size() > 1);
}

void CliStoryTest::one_best_token_makes_sampling_greedy() {
    const CliResult greedy = runCli({"story", m_story, "--json", "-"});
    const CliResult sampled = runCli(
        {"story", m_story, "--decode", "sample", "--top-k", "1", "--temperature", "2", "--top-p", "1", "--json", "-"});
    QVERIFY2(sampled.exitCode == 0, sampled.told());
    QCOMPARE(captionsOf(sampled), captionsOf(greedy));
}

void CliStoryTest::captions_repeat_no_sequence_that_they_may_not() {
    for (const char* decoding : {"greedy", "beam"}) {
        const CliResult result = runCli({"story", m_story, "--decode", decoding, "--no-repeat-ngram", "1",
                                         "--repetition-penalty", "1.2", "--length-penalty", "2", "--json", "-"});
        QVERIFY2(result.exitCode == 0, result.told());
        for (const QJsonValue& frame : QJsonDocument::fromJson(result.out)["frames"].toArray()) {
            QSet<QString> seen;
            for (const QJsonValue& token : frame["caption"]["tokens"].toArray()) {
                const QString word = token["text"].toString();
                QVERIFY2(!seen.contains(word), qPrintable(word));
                seen.insert(word);
            }
        }
    }
}

void CliStoryTest::senseless_ways_of_writing_are_refused_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("temperature") << QStringList{"--decode", "sample", "--temperature", "0"}
                                 << QByteArray("temperature");
    QTest::newRow("top p") << QStringList{"--decode", "sample", "--top-p", "1.5"} << QByteArray("nucleus");
    QTest::newRow("top k") << QStringList{"--decode", "sample", "--top-k", "-1"} << QByteArray("best tokens");
    QTest::newRow("repetition") << QStringList{"--repetition-penalty", "0"} << QByteArray("repetition penalty");
    QTest::newRow("n-gram") << QStringList{"--no-repeat-ngram", "-2"} << QByteArray("repeat");
    QTest::newRow("n-gram of the story") << QStringList{"--no-repeat-in-story", "-1"} << QByteArray("repeat");
    QTest::newRow("length") << QStringList{"--decode", "beam", "--length-penalty", "nan"}
                            << QByteArray("length penalty");
}

void CliStoryTest::senseless_ways_of_writing_are_refused() {
    QFETCH(const QStringList, options);
    QFETCH(const QByteArray, named);
    const CliResult result = runCli(QStringList{"story", m_story} + options);
    QVERIFY2(result.exitCode != 0 && result.err.contains(named), result.told());
    QVERIFY(result.out.isEmpty());
}

void CliStoryTest::without_outputs_the_story_can_be_read() {
    const CliResult json = runCli({"story", m_story, "--json", "-"});
    const CliResult text = runCli({"story", m_story});
    QVERIFY2(text.exitCode == 0, text.told());
    for (const QJsonValue& frame : QJsonDocument::fromJson(json.out)["frames"].toArray()) {
        QVERIFY2(text.out.contains(frame["caption"]["text"].toString().toUtf8()), text.told());
    }
    for (const char* part : {"looked at", "words:", "tags:", "Expected after 2, 3, 4, 5", "Coherence"}) {
        QVERIFY2(text.out.contains(part), part);
    }
    QVERIFY2(!text.out.contains("Warning"), text.told());
}

void CliStoryTest::every_output_is_written() {
    const QTemporaryDir folder;
    const auto place = [&](const char* name) { return folder.filePath(QString::fromLatin1(name)); };
    const CliResult result =
        runCli({"story", m_sample, "--json", place("s.json"), "--srt", place("s.srt"), "--vtt", place("s.vtt"),
                "--html", place("s.html"), "--attention", place("s.npz"), "--text", place("s.txt")});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.out.isEmpty(), result.told());
    const auto content = [&](const char* name) {
        QFile file(place(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(QJsonDocument::fromJson(content("s.json")).isObject());
    QVERIFY(content("s.srt").startsWith("1\n00:00:0"));
    QVERIFY(content("s.vtt").startsWith("WEBVTT"));
    QVERIFY(content("s.html").startsWith("<!DOCTYPE html>"));
    QVERIFY(content("s.html").count("data:image/png;base64,") >= 5);
    QVERIFY(content("s.npz").startsWith("PK"));
    QVERIFY(content("s.txt").contains("Expected after"));
}

void CliStoryTest::frame_choice_and_count_are_obeyed() {
    const CliResult table = runCli({"frames", m_sample, "--json"});
    const int count = QJsonDocument::fromJson(table.out)["count"].toInt();
    const CliResult result = runCli({"story", m_sample, "--frames", "4", "--frame-choice", "uniform", "--json", "-"});
    QVERIFY2(result.exitCode == 0, result.told());
    const QJsonArray frames = QJsonDocument::fromJson(result.out)["frames"].toArray();
    QCOMPARE(frames.size(), 4);
    for (int position = 0; position < 4; ++position) {
        QCOMPARE(frames[position]["index"].toInt(), position * (count / 4));
    }
}

void CliStoryTest::a_folder_of_pictures_is_told_in_natural_order() {
    const QTemporaryDir folder;
    QVERIFY(runCli({"frames", m_sample, "--extract", "10,100,200", "--out", folder.path()}).exitCode == 0);
    QVERIFY(QFile::rename(folder.filePath("frame-000010.png"), folder.filePath("picture 2.png")));
    QVERIFY(QFile::rename(folder.filePath("frame-000100.png"), folder.filePath("picture 10.png")));
    QVERIFY(QFile::rename(folder.filePath("frame-000200.png"), folder.filePath("picture 1.png")));
    const CliResult result = runCli({"story", folder.path(), "--json", "-"});
    QVERIFY2(result.exitCode == 0, result.told());
    QStringList names;
    for (const QJsonValue& frame : QJsonDocument::fromJson(result.out)["frames"].toArray()) {
        names += frame["picture"].toString();
    }
    QCOMPARE(names, (QStringList{"picture 1.png", "picture 2.png", "picture 10.png"}));
}

void CliStoryTest::one_story_of_a_data_set_is_told() {
    const CliResult result = runCli({"story", m_story, "--json", "-"});
    QVERIFY2(result.exitCode == 0, result.told());
    const QJsonObject story = QJsonDocument::fromJson(result.out).object();
    QCOMPARE(story["source"].toString(), m_story);
    QCOMPARE(story["frames"].toArray().size(), 5);

    const CliResult unknown = runCli({"story", "storyworld:seed=1000000,stories=10#nobody"});
    QVERIFY2(unknown.exitCode == 1 && unknown.err.contains("nobody"), unknown.told());
    const CliResult unnamed = runCli({"story", "storyworld:seed=1000000,stories=10"});
    QVERIFY2(unnamed.exitCode == 1 && unnamed.err.contains("#storyworld-1000000"), unnamed.told());
}

void CliStoryTest::a_story_without_any_picture_is_refused_in_one_sentence() {
    const QTemporaryDir folder;
    QFile table(folder.filePath("stories.csv"));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("story_id,frame,picture,caption,tags,score\n7,0,0.jpg,a dog,,\n7,1,1.jpg,a cat,,\n");
    table.close();
    const CliResult lost = runCli({"story", folder.path() + "#7"});
    QVERIFY2(lost.exitCode == 1 && lost.err.contains("None of the story's 2 pictures could be found") &&
                 lost.err.contains("--pictures") && lost.err.contains("#7"),
             lost.told());
    QCOMPARE(lost.err.trimmed().count('\n'), 0);
    QVERIFY(runCli({"frames", m_sample, "--extract", "10", "--out", folder.path()}).exitCode == 0);
    QVERIFY(QFile::rename(folder.filePath("frame-000010.png"), folder.filePath("1.jpg")));
    const CliResult told = runCli({"story", folder.path() + "#7", "--json", "-"});
    QVERIFY2(told.exitCode == 0 && told.err.contains("0.jpg"), told.told());
}

void CliStoryTest::frames_lists_every_frame() {
    const CliResult result = runCli({"frames", m_sample, "--json"});
    QVERIFY2(result.exitCode == 0, result.told());
    const QJsonObject table = QJsonDocument::fromJson(result.out).object();
    QCOMPARE(table["codec"].toString(), QStringLiteral("h264"));
    QCOMPARE(table["rotation"].toInt(), 0);
    const QJsonArray frames = table["frames"].toArray();
    QCOMPARE(frames.size(), table["count"].toInt());
    QVERIFY(frames[0]["key"].toBool());
    for (int number = 0; number < frames.size(); ++number) {
        QCOMPARE(frames[number]["index"].toInt(), number);
        QVERIFY(std::abs(frames[number]["pts_seconds"].toDouble() - number / 24.0) < 1e-3);
    }
    const CliResult text = runCli({"frames", m_sample});
    QVERIFY2(text.out.contains("h264") && text.out.contains("key"), text.told());
    QVERIFY(text.out.count('\n') > frames.size());
}

void CliStoryTest::frames_extracts_the_asked_frames() {
    const QTemporaryDir folder;
    const CliResult result = runCli({"frames", m_sample, "--extract", "0,48", "--out", folder.path()});
    QVERIFY2(result.exitCode == 0, result.told());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), (QStringList{"frame-000000.png", "frame-000048.png"}));
    const CliResult outside = runCli({"frames", m_sample, "--extract", "0,99999", "--out", folder.filePath("none")});
    QVERIFY2(outside.exitCode == 1 && outside.err.contains("99999"), outside.told());
    QVERIFY(!QDir(folder.filePath("none")).exists());
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliStoryTest)
#include "cli_story_test.moc"
