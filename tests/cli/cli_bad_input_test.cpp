// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/broken_inputs.h"
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <utility>

namespace storyscope::test {

using Breaker = std::function<void(const QString&)>;

} // namespace storyscope::test

Q_DECLARE_METATYPE(storyscope::test::Breaker)

namespace storyscope::test {

/// What cannot be used is refused with one sentence that names file and cause.
class CliBadInputTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void a_bad_input_is_refused_in_one_sentence_data();
    void a_bad_input_is_refused_in_one_sentence();
    void a_bad_model_is_refused_in_one_sentence_data();
    void a_bad_model_is_refused_in_one_sentence();
    void bad_captions_are_refused_in_one_sentence_data();
    void bad_captions_are_refused_in_one_sentence();
    void references_need_not_be_given_but_what_needs_them_does();
    void a_result_that_cannot_be_written_is_an_error();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    void checkRefused(const CliResult& result, const QString& fileName);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void CliBadInputTest::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    writeBytes(path("text.mp4"), "Once upon a time there was no video.\n");
    writeBytes(path("truncated.mp4"), mp4WithoutContents());
    writeBytes(path("sound.mp4"), silentWav());
    writeBytes(path("zero.mp4"), {});
    writeBytes(path("zero.png"), {});
    writeBytes(path("pixel.png"), onePixelPng());
    QDir(m_folder->path()).mkdir("empty");
    QDir(m_folder->path()).mkdir("notes");
    writeBytes(path("notes/readme.txt"), "no pictures here\n");
    QDir(m_folder->path()).mkdir("folder.mp4");
}

void CliBadInputTest::checkRefused(const CliResult& result, const QString& fileName) {
    QVERIFY2(result.exitCode == 1, result.told());
    QVERIFY2(result.out.isEmpty(), result.told());
    QVERIFY2(result.err.startsWith("storyscope-cli: "), result.told());
    QVERIFY2(result.err.count('\n') == 1 && result.err.endsWith('\n'), result.told());
    QVERIFY2(result.err.contains(fileName.toUtf8()), result.told());
    QVERIFY2(result.err.size() > fileName.size() + 30, "no cause is named");
}

void CliBadInputTest::a_bad_input_is_refused_in_one_sentence_data() {
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("input");
    for (const char* input : {"missing.mp4", "text.mp4", "truncated.mp4", "sound.mp4", "zero.mp4", "zero.png", "empty",
                              "notes", "folder.mp4", "pixel.png"}) {
        QTest::addRow("story %s", input) << QStringList{"story"} << input;
    }
    for (const char* input : {"missing.mp4", "text.mp4", "truncated.mp4", "sound.mp4", "zero.mp4", "folder.mp4"}) {
        QTest::addRow("frames %s", input) << QStringList{"frames"} << input;
        QTest::addRow("frames --json %s", input) << QStringList{"frames", "--json"} << input;
    }
    for (const char* input : {"missing", "text.mp4", "empty", "notes"}) {
        QTest::addRow("dataset %s", input) << QStringList{"dataset"} << input;
    }
}

void CliBadInputTest::a_bad_input_is_refused_in_one_sentence() {
    QFETCH(QStringList, command);
    QFETCH(QString, input);
    checkRefused(runCli(command + QStringList{input}, m_folder->path()), input);
}

void CliBadInputTest::a_bad_model_is_refused_in_one_sentence_data() {
    QTest::addColumn<Breaker>("breakModel");
    QTest::addColumn<QString>("named");
    const QString weights = QStringLiteral("model.safetensors");
    QTest::newRow("no folder") << Breaker([](const QString& folder) { QDir(folder).removeRecursively(); })
                               << QStringLiteral("model");
    QTest::newRow("no config") << Breaker([](const QString& folder) { QFile::remove(folder + "/config.json"); })
                               << QStringLiteral("config.json");
    QTest::newRow("config is no JSON") << Breaker([](const QString& folder) {
        writeBytes(folder + "/config.json", "{\"a\":");
    }) << QStringLiteral("config.json");
    QTest::newRow("no vocabulary") << Breaker([](const QString& folder) { QFile::remove(folder + "/vocab.txt"); })
                                   << QStringLiteral("vocab.txt");
    QTest::newRow("no weights") << Breaker([weights](const QString& folder) { QFile::remove(folder + u'/' + weights); })
                                << weights;
    QTest::newRow("a missing tensor") << Breaker(removeFirstTensor) << weights;
    QTest::newRow("a wrong shape") << Breaker(misshapeFirstTensor) << weights;
    QTest::newRow("truncated weights") << Breaker(truncateWeights) << weights;
    QTest::newRow("a header of 2^62 bytes") << Breaker(inflateWeightsHeader) << weights;
}

void CliBadInputTest::a_bad_model_is_refused_in_one_sentence() {
    QFETCH(Breaker, breakModel);
    QFETCH(QString, named);
    QVERIFY2(QFile::exists(bundledModel() + "/model.safetensors"),
             "The bundled model is missing: resources/models/storyworld");
    const QString model = path("model");
    copyBundledModel(model);
    breakModel(model);
    const QString story = QStringLiteral("storyworld:seed=1000000,stories=1#storyworld-1000000");
    checkRefused(runCli({"story", story, "--model", model}), named);
}

void CliBadInputTest::bad_captions_are_refused_in_one_sentence_data() {
    QTest::addColumn<QByteArray>("hypotheses");
    QTest::addColumn<QByteArray>("references");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("place");
    const QByteArray good = R"({"7": ["a dog runs"]})";
    const auto add = [&](const char* name, const QByteArray& bad, const QByteArray& place) {
        QTest::addRow("hypotheses: %s", name) << bad << good << "hypotheses.json" << place;
        QTest::addRow("references: %s", name) << good << bad << "references.json" << place;
    };
    add("no file", {}, "does not exist");
    add("no JSON", R"({"7": ["a dog)", "byte 14");
    add("not text", QByteArray("{\"7\": \"\xff\"}"), "byte 8");
    add("one number", "3", "neither a list of captions nor an object of ids");
    add("nothing in it", "{}", "no captions");
    add("no id", R"([{"image_id": 7, "caption": "a dog"}, {"caption": "a cat"}])", "Caption 2 has no image_id");
    add("an id that is none", R"([{"image_id": 7.5, "caption": "a dog"}])", "Caption 1 has no image_id");
    add("no caption", R"([{"image_id": 7, "text": "a dog"}])", "Caption 1, of \"7\", has no text");
    add("a caption that is none", R"([{"image_id": 7, "caption": 3}])", "Caption 1, of \"7\", has no text");
    add("an empty list", R"({"7": []})", "\"7\" has no list of captions");
    add("a list of numbers", R"({"7": [3]})", "A caption of \"7\" is no text");
    QTest::newRow("an id without references")
        << QByteArray(R"({"8": ["a dog"]})") << good << "references.json" << QByteArray("no references for \"8\"");
    QTest::newRow("two captions to score") << QByteArray(R"({"7": ["a dog", "a cat"]})") << good << "hypotheses.json"
                                           << QByteArray("\"7\" has 2 hypotheses");
}

void CliBadInputTest::bad_captions_are_refused_in_one_sentence() {
    QFETCH(QByteArray, hypotheses);
    QFETCH(QByteArray, references);
    QFETCH(QString, file);
    QFETCH(QByteArray, place);
    for (const auto& [name, bytes] :
         {std::pair{"hypotheses.json", hypotheses}, std::pair{"references.json", references}}) {
        if (!bytes.isEmpty()) {
            writeBytes(path(name), bytes);
        }
    }
    const CliResult result = runCli(
        {"metrics", "--hypotheses", "hypotheses.json", "--references", "references.json", "--json", "scores.json"},
        m_folder->path());
    checkRefused(result, file);
    QVERIFY2(result.err.contains(place), result.told());
    QVERIFY(!QFile::exists(path("scores.json")));
}

void CliBadInputTest::references_need_not_be_given_but_what_needs_them_does() {
    writeBytes(path("hypotheses.json"), R"({"7": ["a dog runs"]})");
    const CliResult alone = runCli({"metrics", "--hypotheses", "hypotheses.json"}, m_folder->path());
    QVERIFY2(alone.exitCode == 0 && !alone.out.contains("bleu4"), alone.told());
    writeBytes(path("synonyms.json"), R"({"dog": ["hound"]})");
    const CliResult needing =
        runCli({"metrics", "--hypotheses", "hypotheses.json", "--synonyms", "synonyms.json"}, m_folder->path());
    QVERIFY2(needing.exitCode == 2 && needing.err.contains("--references"), needing.told());
    const CliResult nothing = runCli({"metrics"}, m_folder->path());
    QVERIFY2(nothing.exitCode == 2 && nothing.err.contains("--hypotheses"), nothing.told());
}

void CliBadInputTest::a_result_that_cannot_be_written_is_an_error() {
    QVERIFY2(QFile::exists(bundledModel() + "/model.safetensors"),
             "The bundled model is missing: resources/models/storyworld");
    const QString story = QStringLiteral("storyworld:seed=1000000,stories=1#storyworld-1000000");
    checkRefused(runCli({"story", story, "--json", path("zero.mp4/story.json")}), QStringLiteral("story.json"));
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliBadInputTest)
#include "cli_bad_input_test.moc"
