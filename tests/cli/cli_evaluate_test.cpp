// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_runner.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

namespace storyscope::test {

/// storyscope-cli evaluate, with the model that comes with the program.
class CliEvaluateTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(QFile::exists(bundledModel() + "/model.safetensors"),
                 "The bundled model is missing: resources/models/storyworld");
    }
    void the_first_line_says_whether_it_looks();
    void the_report_is_written_as_json_and_as_a_page();
    void forced_scores_are_asked_for();
};

void CliEvaluateTest::the_first_line_says_whether_it_looks() {
    const CliResult result = runCli(
        {"evaluate", "--model", bundledModel(), "--data", "storyworld:seed=1000000,stories=8", "--neighbours", "20"});
    QVERIFY2(result.exitCode == 0, result.told());
    QVERIFY2(result.out.startsWith("Does the model look at its input? Yes: "), result.told());
    QVERIFY2(result.out.contains("shuffled_condition") && result.out.contains("shuffled_order"), result.told());
}

void CliEvaluateTest::the_report_is_written_as_json_and_as_a_page() {
    const QTemporaryDir folder;
    const QString json = folder.filePath("report.json");
    const QString html = folder.filePath("report.html");
    const CliResult result = runCli({"evaluate", "--model", bundledModel(), "--data",
                                     "storyworld:seed=1000000,stories=12", "--json", json, "--html", html});
    QVERIFY2(result.exitCode == 0, result.told());
    QFile jsonFile(json);
    QVERIFY(jsonFile.open(QIODevice::ReadOnly));
    const QJsonDocument report = QJsonDocument::fromJson(jsonFile.readAll());
    QVERIFY(!report["looks_at_input"]["sentence"].toString().isEmpty());
    QCOMPARE(report["story_table"]["stories"].toArray().size(), 12);
    for (const char* name : {"caption_bleu4", "caption_rouge_l", "caption_cider_d", "caption_meteor_stem",
                             "next_caption_bleu4", "next_picture_l1", "next_picture_psnr", "tag_macro_f1", "tag_map"}) {
        const QJsonValue score = report["scores"][QLatin1String(name)];
        QVERIFY2(score["value"].isDouble() && !score["floors"].toObject().isEmpty(), name);
    }
    QVERIFY(report["scores"]["caption_bleu4"]["floors"].toObject().contains("nearest_training_picture"));
    const QString sortedBy = report["story_table"]["sorted_by"].toString();
    QCOMPARE(sortedBy, QStringLiteral("caption_cider_d"));
    double last = 0;
    for (const QJsonValue& story : report["story_table"]["stories"].toArray()) {
        QVERIFY2(story["scores"][sortedBy].toDouble() >= last, "the stories are not worst first");
        last = story["scores"][sortedBy].toDouble();
    }
    for (const char* name : {"next_caption_median_rank", "next_caption_recall_at_1", "next_caption_recall_at_5"}) {
        QVERIFY2(report["scores"][QLatin1String(name)]["floors"].toObject().contains("chance"), name);
    }
    for (const char* name : {"attention_in_box", "pointing_game"}) {
        const QJsonValue score = report["scores"][QLatin1String(name)];
        for (const QJsonValue& floor : score["floors"].toObject()) {
            QVERIFY2(score["low"].toDouble() > floor.toDouble(), name);
        }
    }
    QFile htmlFile(html);
    QVERIFY(htmlFile.open(QIODevice::ReadOnly));
    QVERIFY(htmlFile.readAll().contains("Stories, worst first"));
}

void CliEvaluateTest::forced_scores_are_asked_for() {
    const CliResult result =
        runCli({"evaluate", "--model", bundledModel(), "--data", "storyworld:seed=1000000,stories=2", "--neighbours",
                "0", "--teacher-forced", "--json", "-"});
    QVERIFY2(result.exitCode == 0, result.told());
    const QJsonObject scores = QJsonDocument::fromJson(result.out)["scores"].toObject();
    QVERIFY(scores.contains("teacher_forced_caption_bleu4"));
    QVERIFY(scores.contains("caption_bleu4"));
}

} // namespace storyscope::test

QTEST_GUILESS_MAIN(storyscope::test::CliEvaluateTest)
#include "cli_evaluate_test.moc"
