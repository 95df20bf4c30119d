// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_dataset.h"
#include "inference_tiny_model.h"

#include "core/base/error.h"
#include "core/inference/evaluation.h"
#include "core/inference/storyteller.h"
#include "core/media/image_file.h"
#include "tests/support/processor_time.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <cmath>
#include <thread>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;

namespace {

class CountingProgress final : public Progress {
public:
    void report(std::string_view stage, std::int64_t done, std::int64_t) override {
        if (stage == "Telling stories") {
            last = done;
        }
    }
    std::atomic<std::int64_t> last = -1;
};

template <typename Work>
std::optional<ErrorCode> errorOf(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return {};
}

/// FakeDataset with its captions given to whole stories instead of frames.
class ClipDataset final : public FakeDataset {
public:
    using FakeDataset::FakeDataset;
    Story story(std::size_t index) const override {
        Story story = FakeDataset::story(index);
        story.captions = {"Mia sees the cat.", "It is a cat."};
        for (StoryFrame& frame : story.frames) {
            frame.caption.clear();
            frame.references.clear();
        }
        return story;
    }
};

} // namespace

/// Evaluation as a whole, with a model of random weights; the scores' values are the business of
/// inference_evaluation_parts_test.
class InferenceEvaluationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void every_metric_that_applies_is_there_with_its_floors();
    void the_report_is_the_same_on_every_run();
    void the_report_has_stable_keys();
    void the_test_split_is_the_default_and_the_limit_holds();
    void a_missing_picture_is_told_as_a_grey_one_and_counted();
    void captions_of_a_clip_are_references_of_its_frames();
    void pictures_of_another_kind_give_a_familiarity_score();
    void a_stop_is_acted_on_within_100_ms();

private:
    EvaluationReport evaluated(const FakeDataset& dataset, const EvaluationOptions& options = {}) const {
        return evaluate(m_model, dataset, options, {}, Progress::none());
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_model;
};

void InferenceEvaluationTest::initTestCase() {
    m_model = m_folder.path().toStdString() + "/model";
    writeTinyModel(m_model);
}

void InferenceEvaluationTest::every_metric_that_applies_is_there_with_its_floors() {
    const EvaluationReport report = evaluated(FakeDataset(6));
    QCOMPARE(report.stories, std::size_t{6});
    QCOMPARE(report.split, std::string("all"));
    const std::map<std::string, std::vector<std::string>> expected{
        {"caption_bleu1", {"most_frequent_caption"}},
        {"caption_bleu4", {"most_frequent_caption", "captions_of_another_story"}},
        {"picture_gap", {"blind"}},
        {"tag_micro_f1", {"most_frequent_tags"}},
        {"tag_precision", {"most_frequent_tags"}},
        {"tag_recall", {"most_frequent_tags"}},
        {"next_caption_bleu4", {"most_frequent_last_caption"}},
        {"next_caption_perplexity", {"word_frequencies", "uniform"}},
        {"next_caption_perplexity_shuffled", {"word_frequencies", "uniform"}},
        {"order_gap", {"order_ignored"}},
        {"next_picture_l1", {"copy_last_frame", "mid_gray", "median_picture"}},
        {"next_picture_ssim", {"copy_last_frame", "mid_gray", "median_picture"}},
        {"score_spearman", {"constant"}},
    };
    for (const auto& [name, floors] : expected) {
        const Score* score = report.find(name);
        QVERIFY2(score, name.c_str());
        QVERIFY(!score->definition.empty());
        QVERIFY(std::isfinite(score->value));
        for (const std::string& floor : floors) {
            QVERIFY2(score->floors.contains(floor), floor.c_str());
        }
    }
    // Every frame's caption is one of two; "Mia sees the cat." fits four frames of five word for word.
    QVERIFY(report.find("caption_bleu1")->floors.at("most_frequent_caption") > 0.8);
    QVERIFY(std::abs(report.find("next_caption_bleu4")->floors.at("most_frequent_last_caption") - 1) < 1e-6);
    QVERIFY(std::abs(report.find("tag_recall")->floors.at("most_frequent_tags") - 1) < 1e-9);
    QCOMPARE(report.find("caption_bleu4")->samples, std::size_t{30});
    QCOMPARE(report.find("next_caption_bleu4")->samples, std::size_t{4});
    QCOMPARE(report.find("next_caption_perplexity")->floors.at("uniform"),
             static_cast<double>(TinyModel::words().size()));
    QVERIFY(!report.find("familiarity_auroc"));
}

void InferenceEvaluationTest::the_report_is_the_same_on_every_run() {
    QCOMPARE(evaluated(FakeDataset(4)).toJson(), evaluated(FakeDataset(4)).toJson());
}

void InferenceEvaluationTest::the_report_has_stable_keys() {
    const EvaluationReport report = evaluated(FakeDataset(3));
    const nlohmann::json json = nlohmann::json::parse(report.toJson());
    for (const char* key : {"looks_at_input", "model", "dataset", "split", "stories", "pictures", "placeholders",
                            "neighbours", "scores", "story_table", "issues"}) {
        QVERIFY2(json.contains(key), key);
    }
    for (const char* key : {"value", "low", "high", "floors", "gaps", "higher_is_better", "samples", "definition"}) {
        QVERIFY2(json["scores"]["caption_bleu4"].contains(key), key);
    }
    QCOMPARE(json["scores"].size(), report.scores.size());
    QCOMPARE(json["scores"]["next_picture_l1"]["higher_is_better"].get<bool>(), false);
    for (const Score& score : report.scores) {
        QVERIFY(report.toText().find(score.name) != std::string::npos);
        if (score.low) {
            QVERIFY2(*score.low <= *score.high, score.name.c_str());
        }
    }
}

void InferenceEvaluationTest::the_test_split_is_the_default_and_the_limit_holds() {
    FakeDataset dataset(6);
    dataset.setSplits({{"train", {0, 1, 2}}, {"test", {3, 4, 5}}});
    QCOMPARE(evaluated(dataset).split, std::string("test"));
    QCOMPARE(evaluated(dataset).stories, std::size_t{3});
    QCOMPARE(evaluated(dataset, {"train", 2, {}}).stories, std::size_t{2});
    QCOMPARE(errorOf([&] { evaluated(dataset, {"elsewhere", 0, {}}); }), std::optional(ErrorCode::NotFound));
    QCOMPARE(errorOf([&] { evaluated(FakeDataset(0)); }), std::optional(ErrorCode::BadArgument));
}

void InferenceEvaluationTest::a_missing_picture_is_told_as_a_grey_one_and_counted() {
    FakeDataset dataset(3);
    dataset.breakStory(1);
    const EvaluationReport report = evaluated(dataset);
    QCOMPARE(report.stories, std::size_t{3});
    QCOMPARE(report.pictures, std::size_t{15});
    QCOMPARE(report.placeholders, std::size_t{5});
    QCOMPARE(report.issues.size(), std::size_t{1}); // one complaint about all five
    QVERIFY(report.issues[0].place.find("4 more") != std::string::npos);
    QVERIFY(report.toText().find("5 of 15 pictures") != std::string::npos);
    QCOMPARE(nlohmann::json::parse(report.toJson())["placeholders"].get<int>(), 5);
    QVERIFY(evaluated(FakeDataset(1)).toText().find("could not be read") == std::string::npos);
}

void InferenceEvaluationTest::captions_of_a_clip_are_references_of_its_frames() {
    const EvaluationReport report = evaluated(ClipDataset(3));
    QVERIFY(report.find("caption_bleu1"));
    QCOMPARE(report.find("caption_bleu1")->samples, std::size_t{15});
}

void InferenceEvaluationTest::pictures_of_another_kind_give_a_familiarity_score() {
    const std::filesystem::path foreign = m_folder.path().toStdString() + "/foreign";
    std::filesystem::create_directories(foreign / "below");
    for (int number = 0; number < 5; ++number) {
        std::vector<std::uint8_t> black(std::size_t{3} * 32 * 32, 0);
        media::writePng(foreign / "below" / (std::to_string(number) + ".png"), Picture(32, 32, std::move(black)));
    }
    const EvaluationReport report = evaluated(FakeDataset(2), {{}, 0, foreign});
    const Score* score = report.find("familiarity_auroc");
    QVERIFY(score);
    QCOMPARE(score->samples, std::size_t{15});
    // Equal pictures are equally unfamiliar: every block of ten comparisons is won or lost as one.
    QVERIFY(std::abs(score->value * 10 - std::round(score->value * 10)) < 1e-9);
    QCOMPARE(errorOf([&] {
                 evaluated(FakeDataset(1), {{}, 0, foreign / "nowhere"});
             }),
             std::optional(ErrorCode::Unreadable));
}

void InferenceEvaluationTest::a_stop_is_acted_on_within_100_ms() {
    std::stop_source source;
    ProcessorTime sinceStop;
    CountingProgress progress;
    std::jthread stopper([&] {
        const auto given = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (progress.last < 1 && std::chrono::steady_clock::now() < given) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20)); // into the midst of a story
        sinceStop.restart();
        source.request_stop();
    });
    const auto error = errorOf([&] { evaluate(m_model, FakeDataset(5000), {}, source.get_token(), progress); });
    const std::int64_t milliseconds = sinceStop.milliseconds() / computeThreads();
    stopper.join();
    QCOMPARE(error, std::optional(ErrorCode::Cancelled));
    QVERIFY(progress.last > 0);
    QVERIFY2(milliseconds < 100, qPrintable(QString::number(milliseconds)));
}

QTEST_GUILESS_MAIN(InferenceEvaluationTest)
#include "inference_evaluation_test.moc"
