// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/broken_inputs.h"
#include "tests/cli/cli_runner.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

namespace storyscope::test {

namespace {

QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// storyscope-cli compare.
class CliCompareTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void runs_stand_side_by_side();
    void unequal_seeds_are_named();
    void unequal_data_are_named_data();
    void unequal_data_are_named();
    void a_folder_that_is_no_run_is_refused();
    void a_pair_is_trained_and_compared_by_one_command();

private:
    /// The curves of a run without its models.
    void makeRun(const QString& path, int seed) {
        QDir().mkpath(path);
        writeBytes(path + "/config.json", "{\"data\":\"storyworld:seed=1,stories=4\",\"seed\":" +
                                              QByteArray::number(seed) + ",\"training\":{\"epochs\":3}}");
        writeBytes(path + "/metrics.csv", "epoch,step,train_total,validation_total\n1,4,5,5.5\n2,8,3,4\n3,12,2,3.5\n");
    }
};

void CliCompareTest::runs_stand_side_by_side() {
    const QTemporaryDir folder;
    makeRun(folder.filePath("one"), 1);
    makeRun(folder.filePath("two"), 1);
    const QString png = folder.filePath("losses.png");
    const QString json = folder.filePath("compared.json");
    const CliResult result =
        runCli({"compare", folder.filePath("one"), folder.filePath("two"), "--png", png, "--json", json});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.out.startsWith("Equal data, seed"), result.told());
    QVERIFY2(result.out.contains("3.5000"), result.told());
    const QImage chart(png);
    QVERIFY(chart.width() > 300 && chart.height() > 200);
    // Both runs have the same curves, so the second one's colours lie on top: validation dark, training light.
    int dark = 0;
    int light = 0;
    for (int y = 0; y < chart.height(); ++y) {
        for (int x = 0; x < chart.width(); ++x) {
            dark += chart.pixelColor(x, y) == QColor(214, 39, 40) ? 1 : 0;
            light += chart.pixelColor(x, y).red() > 220 && chart.pixelColor(x, y).green() > 140 &&
                             chart.pixelColor(x, y).green() < 170
                         ? 1
                         : 0;
        }
    }
    QVERIFY2(dark > 200, QByteArray::number(dark));
    QVERIFY2(light > 200, QByteArray::number(light));
    const QJsonDocument written = QJsonDocument::fromJson(contentOf(json));
    QCOMPARE(written["comparable"].toBool(), true);
    QCOMPARE(written["runs"].toArray().size(), 2);
    QCOMPARE(written["runs"][1]["curves"]["validation_total"]["value"][2].toDouble(), 3.5);
}

void CliCompareTest::unequal_seeds_are_named() {
    const QTemporaryDir folder;
    makeRun(folder.filePath("one"), 1);
    makeRun(folder.filePath("two"), 2);
    const CliResult result = runCli({"compare", folder.filePath("one"), folder.filePath("two")});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.out.contains("seed: one has 1, two has 2"), result.told());
}

void CliCompareTest::unequal_data_are_named_data() {
    QTest::addColumn<QByteArray>("config");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<QByteArray>("named");
    const QByteArray equal = R"({"data":"storyworld:seed=1,stories=4","seed":1,"training":{"epochs":3}})";
    QTest::newRow("another data set")
        << QByteArray(equal).replace("stories=4", "stories=5") << QByteArray(R"({"data_hash":"aa"})")
        << QByteArray("data: one has storyworld:seed=1,stories=4, two has storyworld:seed=1,stories=5");
    QTest::newRow("the same name, other content")
        << equal << QByteArray(R"({"data_hash":"bb"})") << QByteArray("data_hash: one has aa, two has bb");
}

void CliCompareTest::unequal_data_are_named() {
    QFETCH(QByteArray, config);
    QFETCH(QByteArray, environment);
    QFETCH(QByteArray, named);
    const QTemporaryDir folder;
    makeRun(folder.filePath("one"), 1);
    writeBytes(folder.filePath("one/environment.json"), R"({"data_hash":"aa"})");
    makeRun(folder.filePath("two"), 1);
    writeBytes(folder.filePath("two/config.json"), config);
    writeBytes(folder.filePath("two/environment.json"), environment);
    const QString json = folder.filePath("compared.json");
    const CliResult result = runCli({"compare", folder.filePath("one"), folder.filePath("two"), "--json", json});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.out.startsWith("The runs do not have equal conditions"), result.told());
    QVERIFY2(result.out.contains(named), result.told());
    QCOMPARE(QJsonDocument::fromJson(contentOf(json))["comparable"].toBool(true), false);
}

void CliCompareTest::a_folder_that_is_no_run_is_refused() {
    const QTemporaryDir folder;
    makeRun(folder.filePath("one"), 1);
    QDir(folder.path()).mkdir("empty");
    const CliResult result = runCli({"compare", folder.filePath("one"), folder.filePath("empty")});
    QVERIFY2(result.exitCode == 1, result.told());
    QVERIFY2(result.err.contains("config.json"), result.told());
}

void CliCompareTest::a_pair_is_trained_and_compared_by_one_command() {
    const QTemporaryDir folder;
    const QString out = folder.filePath("pair");
    const CliResult result =
        runCli({"compare", "--train", "meanpool-small,gru-attention-small", "--data", "storyworld:seed=1,stories=24",
                "--out", out, "--epochs", "1", "--batch", "4", "--evaluate", "2", "--samples", "1"});
    QVERIFY2(result.exitCode == 0, result.told());
    const QJsonDocument written = QJsonDocument::fromJson(contentOf(out + "/comparison.json"));
    QVERIFY2(written["runs"].toArray().size() == 2, result.told());
    QCOMPARE(written["runs"][0]["name"].toString(), QStringLiteral("meanpool-small"));
    QCOMPARE(written["runs"][0]["settings"]["seed"], written["runs"][1]["settings"]["seed"]);
    // two stages of preparation and the one that matters
    QCOMPARE(written["runs"][0]["settings"]["training/epochs"], QJsonValue(QStringLiteral("3")));
    QVERIFY(written["runs"][1]["scores"].toObject().contains(QStringLiteral("next_caption_bleu4")));
    QVERIFY(QFile::exists(out + "/gru-attention-small/best/config.json"));
    QVERIFY(!QImage(out + "/losses.png").isNull());
    const QByteArray html = contentOf(out + "/comparison.html");
    QVERIFY(html.contains("meanpool-small") && html.contains("data:image/png;base64"));
    QVERIFY(!html.contains("http://") && !html.contains("https://"));
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliCompareTest)
#include "cli_compare_test.moc"
