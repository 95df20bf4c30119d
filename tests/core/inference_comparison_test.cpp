// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/inference/run_comparison.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::inference;

/// Runs side by side, from what they leave in their folders.
class InferenceComparisonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void curves_and_scores_are_read();
    void equal_conditions_can_be_compared_and_others_are_named();
    void a_folder_that_is_no_run_is_refused_by_name_data();
    void a_folder_that_is_no_run_is_refused_by_name();

private:
    std::filesystem::path makeRun(const std::string& name, const nlohmann::json& changes = nlohmann::json::object()) {
        const std::filesystem::path folder = m_folder.path().toStdString() + "/" + name;
        std::filesystem::create_directories(folder);
        nlohmann::json config{{"preset", name},
                              {"data", "storyworld:seed=1,stories=10"},
                              {"pictures", ""},
                              {"split_seed", 1},
                              {"seed", 7},
                              {"limit", 0},
                              {"training", {{"epochs", 2}, {"batch_size", 4}}}};
        config.merge_patch(changes);
        writeFileAtomically(folder / "config.json", config.dump());
        writeFileAtomically(
            folder / "metrics.csv",
            "epoch,step,seconds,learning_rate,waiting_share,train_caption,train_total,validation_total\n"
            "1,10,1.5,0.1,0,3,4,3.5\n2,20,3,0.1,0,2,2.5,\n");
        return folder;
    }

    QTemporaryDir m_folder;
};

void InferenceComparisonTest::curves_and_scores_are_read() {
    const std::filesystem::path folder = makeRun("scored");
    writeFileAtomically(folder / "evaluation.json",
                        R"({"looks_at_input":{"answer":"yes","sentence":"Yes."},"scores":{"caption_bleu4":)"
                        R"({"value":0.5,"low":0.4,"high":0.6,"higher_is_better":true}}})");
    const RunRecord run = readRun(folder);
    QCOMPARE(run.name, std::string("scored"));
    QCOMPARE(run.data, std::string("storyworld:seed=1,stories=10"));
    QCOMPARE(run.curves.at("train_total").size(), std::size_t{2});
    QCOMPARE(run.curves.at("train_total")[1].epoch, 2.0);
    QCOMPARE(run.curves.at("train_total")[1].value, 2.5);
    QCOMPARE(run.curves.at("validation_total").size(), std::size_t{1}); // the second is not known
    QCOMPARE(run.scores.at("caption_bleu4").value, 0.5);
    QCOMPARE(run.scores.at("caption_bleu4").low, std::optional(0.4));
    QCOMPARE(run.looksAtInput, std::string("Yes."));
    const RunComparison comparison{{run}};
    QCOMPARE(comparison.losses(), (std::vector<std::string>{"total", "caption"}));
    QVERIFY(comparison.toText().find("0.5000 (0.4000 - 0.6000)") != std::string::npos);
}

void InferenceComparisonTest::equal_conditions_can_be_compared_and_others_are_named() {
    const RunRecord first = readRun(makeRun("first"));
    const RunComparison equal{{first, readRun(makeRun("second"))}};
    QVERIFY(equal.differences().empty());
    QVERIFY(equal.toText().starts_with("Equal data, seed"));
    const RunComparison unequal{{first, readRun(makeRun("third", {{"seed", 8}, {"training", {{"epochs", 3}}}}))}};
    const std::vector<RunDifference> differences = unequal.differences();
    QCOMPARE(differences.size(), std::size_t{2});
    QCOMPARE(differences[0].setting, std::string("seed"));
    QCOMPARE(differences[0].values, (std::vector<std::string>{"7", "8"}));
    QCOMPARE(differences[1].setting, std::string("training/epochs"));
    QVERIFY(unequal.toText().find("seed: first has 7, third has 8") != std::string::npos);
    const nlohmann::json json = nlohmann::json::parse(unequal.toJson());
    QCOMPARE(json["comparable"].get<bool>(), false);
    QCOMPARE(json["runs"][1]["name"].get<std::string>(), std::string("third"));
    QCOMPARE(json["runs"][0]["curves"]["train_total"]["value"][0].get<double>(), 4.0);
}

void InferenceComparisonTest::a_folder_that_is_no_run_is_refused_by_name_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("content");
    QTest::newRow("no JSON") << QStringLiteral("config.json") << QStringLiteral("{\"data\":");
    QTest::newRow("another JSON") << QStringLiteral("config.json") << QStringLiteral("[1]");
    QTest::newRow("no epochs") << QStringLiteral("metrics.csv") << QStringLiteral("step,loss\n1,2\n");
    QTest::newRow("no report") << QStringLiteral("evaluation.json") << QStringLiteral("{\"scores\":3}");
}

void InferenceComparisonTest::a_folder_that_is_no_run_is_refused_by_name() {
    QFETCH(QString, file);
    QFETCH(QString, content);
    const std::filesystem::path folder = makeRun(std::string("broken ") + QTest::currentDataTag());
    writeFileAtomically(folder / file.toStdString(), content.toStdString());
    try {
        readRun(folder);
        QFAIL("It was read");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Malformed);
        QVERIFY(std::string(error.what()).find(file.toStdString()) != std::string::npos);
    }
}

QTEST_GUILESS_MAIN(InferenceComparisonTest)
#include "inference_comparison_test.moc"
