// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_model.h"

#include "core/inference/evaluator.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cmath>
#include <set>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;
using models::CaptionKind;

namespace {

/// The letter that a FakeModel writes for a brightness.
std::string letter(int level) {
    return std::string(1, static_cast<char>('a' + level));
}

/// Stories of four plain pictures. What is true of a picture is its brightness as a letter, and of the last one that it
/// is one step brighter than the one before it.
class BrightStories final : public datasets::StoryDataset {
public:
    explicit BrightStories(std::size_t stories, bool isVisible = true) : m_stories(stories), m_isVisible(isVisible) {}

    std::string name() const override { return "Bright stories"; }
    std::string format() const override { return "bright"; }
    std::size_t size() const override { return m_stories; }
    std::vector<datasets::Split> splits() const override { return m_splits; }
    std::vector<Issue> issues() const override { return {}; }
    Story story(std::size_t index) const override {
        Story story;
        story.id = "bright-" + std::to_string(index);
        story.captions = m_clipCaptions;
        for (std::size_t frame = 0; frame < 4; ++frame) {
            story.frames.emplace_back().caption = letter(level(index, frame));
        }
        return story;
    }
    Picture loadPicture(std::size_t storyIndex, std::size_t frameIndex, const PictureWish&) const override {
        return brightPicture(m_isVisible ? level(storyIndex, frameIndex) : 4);
    }

    std::vector<datasets::Split> m_splits;
    std::vector<std::string> m_clipCaptions;

private:
    static int level(std::size_t story, std::size_t frame) {
        const int start = static_cast<int>(story % 3);
        return frame == 3 ? level(story, 2) + 1 : (start + 3 * static_cast<int>(frame)) % 9;
    }

    std::size_t m_stories;
    bool m_isVisible;
};

models::Abilities writing(std::set<CaptionKind> kinds) {
    models::Abilities abilities;
    abilities.captions = std::move(kinds);
    return abilities;
}

EvaluationReport evaluated(const models::Abilities& abilities, const BrightStories& dataset,
                           const EvaluationOptions& options = {}) {
    return evaluate(*fakeEngine(abilities), dataset, options, {}, Progress::none());
}

bool isNear(double value, double expected) {
    return std::abs(value - expected) < 1e-6;
}

} // namespace

/// Floors, gaps and the answer that they give, with models whose right answers are known.
class InferenceEvaluationGapsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_model_that_sees_is_told_from_one_that_does_not();
    void order_matters_only_where_the_last_frame_is_looked_at();
    void a_single_story_gives_no_answer();
    void the_nearest_training_picture_is_a_floor();
    void without_training_stories_a_story_is_no_floor_of_itself();
    void forced_scores_come_only_when_asked_for_and_say_so();
    void the_story_table_begins_with_the_worst();
    void captions_of_all_frames_are_scored_against_those_of_the_clip();
    void predicted_features_find_the_true_picture();
    void likely_captions_find_the_true_one();
    void candidates_are_different_and_none_of_them_true();
    void an_ability_that_a_model_lacks_gives_no_score();
    void the_page_names_everything_and_needs_nothing();
};

void InferenceEvaluationGapsTest::a_model_that_sees_is_told_from_one_that_does_not() {
    const EvaluationReport seeing = evaluated(writing({CaptionKind::Caption}), BrightStories(9));
    QCOMPARE(judgedByGaps(seeing.scores).answer, LookVerdict::Answer::Yes);
    QVERIFY(seeing.toText().starts_with("Does the model look at its input? Yes: "));
    const Score* const bleu1 = seeing.find("caption_bleu1");
    QVERIFY(isNear(bleu1->value, 1));
    QVERIFY(bleu1->gaps.at("shuffled_condition").other < 0.5);
    QVERIFY(bleu1->gaps.at("shuffled_condition").isShown());

    const EvaluationReport blind = evaluated(writing({CaptionKind::Caption}), BrightStories(9, false));
    QCOMPARE(judgedByGaps(blind.scores).answer, LookVerdict::Answer::No);
    QVERIFY(isNear(blind.find("caption_bleu1")->gaps.at("shuffled_condition").gap, 0));
    QVERIFY(blind.toText().starts_with("Does the model look at its input? No: "));
    QVERIFY(nlohmann::json::parse(blind.toJson())["looks_at_input"]["answer"] == "no");
}

void InferenceEvaluationGapsTest::order_matters_only_where_the_last_frame_is_looked_at() {
    // The next caption follows from the last frame of the context alone, a frame's own from that frame.
    const EvaluationReport report =
        evaluated(writing({CaptionKind::Caption, CaptionKind::NextCaption}), BrightStories(9));
    QVERIFY(report.find("next_caption_bleu1")->gaps.at("shuffled_order").isShown());
    QVERIFY(isNear(report.find("next_caption_bleu1")->value, 1));
    QVERIFY(isNear(report.find("caption_bleu1")->gaps.at("shuffled_order").gap, 0));
    QVERIFY(report.find("next_caption_perplexity")->gaps.at("shuffled_order").isShown());
    QVERIFY(report.find("next_caption_perplexity")->gaps.at("shuffled_condition").isShown());
    QVERIFY(judgedByGaps(report.scores).sentence.find("The order of the frames matters for the next caption") !=
            std::string::npos);
}

void InferenceEvaluationGapsTest::a_single_story_gives_no_answer() {
    const EvaluationReport report = evaluated(writing({CaptionKind::Caption}), BrightStories(1));
    QCOMPARE(judgedByGaps(report.scores).answer, LookVerdict::Answer::Unknown);
}

void InferenceEvaluationGapsTest::the_nearest_training_picture_is_a_floor() {
    BrightStories dataset(6);
    dataset.m_splits = {{"train", {0, 1, 2}}, {"test", {3, 4, 5}}};
    const EvaluationReport report = evaluated(writing({CaptionKind::Caption, CaptionKind::NextCaption}), dataset);
    QCOMPARE(report.neighbours, std::size_t{12});
    // Every picture of the test stories is among those of the training stories, with the same caption.
    QVERIFY(isNear(report.find("caption_bleu1")->floors.at("nearest_training_picture"), 1));
    QVERIFY(isNear(report.find("next_caption_bleu1")->floors.at("nearest_training_picture"), 1));
    QVERIFY(report.find("caption_bleu1")->floors.at("most_frequent_caption") < 0.5);
    EvaluationOptions none;
    none.neighbours = 0;
    QVERIFY(!evaluated(writing({CaptionKind::Caption}), dataset, none)
                 .find("caption_bleu1")
                 ->floors.contains("nearest_training_picture"));
}

void InferenceEvaluationGapsTest::without_training_stories_a_story_is_no_floor_of_itself() {
    // Three different stories: nobody else has the same pictures.
    const EvaluationReport report = evaluated(writing({CaptionKind::Caption}), BrightStories(3));
    QVERIFY(report.find("caption_bleu1")->floors.at("nearest_training_picture") < 0.5);
}

void InferenceEvaluationGapsTest::forced_scores_come_only_when_asked_for_and_say_so() {
    const models::Abilities abilities = writing({CaptionKind::Caption, CaptionKind::NextCaption});
    for (const Score& score : evaluated(abilities, BrightStories(3)).scores) {
        QVERIFY2(!score.name.starts_with("teacher_forced"), score.name.c_str());
    }
    EvaluationOptions options;
    options.teacherForced = true;
    const EvaluationReport report = evaluated(abilities, BrightStories(3), options);
    for (const char* name : {"teacher_forced_caption_bleu1", "teacher_forced_next_caption_bleu1"}) {
        QVERIFY2(report.find(name), name);
        QVERIFY(isNear(report.find(name)->value, 1));
        QVERIFY(report.find(name)->definition.find("teacher forcing") != std::string::npos);
    }
    QCOMPARE(report.find("caption_bleu1")->value, evaluated(abilities, BrightStories(3)).find("caption_bleu1")->value);
}

void InferenceEvaluationGapsTest::the_story_table_begins_with_the_worst() {
    // Nothing can be seen, so the letter of brightness 4 is always written: only stories that have it score.
    const EvaluationReport report = evaluated(writing({CaptionKind::Caption}), BrightStories(6, false));
    const Score* const sorted = report.storyScore();
    QVERIFY(sorted);
    const std::vector<std::size_t> places = report.worstFirst();
    QCOMPARE(places.size(), std::size_t{6});
    for (std::size_t index = 1; index < places.size(); ++index) {
        QVERIFY(sorted->stories.at(places[index - 1]) <= sorted->stories.at(places[index]));
    }
    QVERIFY(sorted->stories.at(places.front()) < sorted->stories.at(places.back()));
    const auto json = nlohmann::json::parse(report.toJson())["story_table"];
    QCOMPARE(json["sorted_by"].get<std::string>(), sorted->name);
    QCOMPARE(json["stories"][0]["id"].get<std::string>(), "bright-" + std::to_string(places.front()));
    QCOMPARE(json["stories"][0]["told"].size(), std::size_t{4});
}

void InferenceEvaluationGapsTest::captions_of_all_frames_are_scored_against_those_of_the_clip() {
    BrightStories dataset(3);
    dataset.m_clipCaptions = {"g", "h"}; // the brightest frames have levels 7, 8 and 9: "h", "i", "j"
    const EvaluationReport report = evaluated(writing({CaptionKind::ClipCaption}), dataset);
    QCOMPARE(report.find("clip_caption_bleu1")->samples, std::size_t{3});
    QVERIFY(isNear(report.find("clip_caption_bleu1")->value, 1.0 / 3));
    QVERIFY(!report.find("caption_bleu1"));
}

void InferenceEvaluationGapsTest::predicted_features_find_the_true_picture() {
    models::Abilities abilities;
    abilities.predictsFeatures = true;
    const EvaluationReport report = evaluated(abilities, BrightStories(3));
    QVERIFY(isNear(report.find("next_picture_median_rank")->value, 1));
    QVERIFY(isNear(report.find("next_picture_recall_at_1")->value, 1));
    QVERIFY(isNear(report.find("next_picture_recall_at_1")->floors.at("chance"), 1.0 / 3));
}

void InferenceEvaluationGapsTest::likely_captions_find_the_true_one() {
    // Of nine stories three are different, and so are their last captions.
    const models::Abilities abilities = writing({CaptionKind::NextCaption});
    const EvaluationReport report = evaluated(abilities, BrightStories(9));
    const Score* const recall = report.find("next_caption_recall_at_1");
    QVERIFY(recall);
    QVERIFY(isNear(recall->value, 1));
    QVERIFY(isNear(recall->floors.at("chance"), 1.0 / 3));
    QVERIFY(recall->gaps.at("shuffled_condition").isShown());
    QVERIFY(recall->gaps.at("shuffled_order").isShown());
    QVERIFY(isNear(report.find("next_caption_median_rank")->value, 1));
    // A model that sees nothing finds it no more often than chance does.
    const EvaluationReport blind = evaluated(abilities, BrightStories(9, false));
    QVERIFY(blind.find("next_caption_recall_at_1")->value <= 1.0 / 3 + 1e-6);
    EvaluationOptions none;
    none.candidates = 0;
    QVERIFY(!evaluated(abilities, BrightStories(9), none).find("next_caption_recall_at_1"));
    QVERIFY(!evaluated(writing({CaptionKind::Caption}), BrightStories(9)).find("next_caption_recall_at_1"));
}

void InferenceEvaluationGapsTest::candidates_are_different_and_none_of_them_true() {
    const NextCaptionCandidates candidates(BrightStories(9), {0, 1, 2, 3, 4, 5}, {}, Progress::none());
    StoryFrame last; // the last captions of these stories are "h", "i" and "j"
    last.caption = "i";
    const std::vector<std::string> all = candidates.of(1, last, 50);
    QCOMPARE(all.front(), std::string("i"));
    QCOMPARE(std::set<std::string>(all.begin(), all.end()), (std::set<std::string>{"h", "i", "j"}));
    QCOMPARE(candidates.of(1, last, 50), all);
    QCOMPARE(candidates.of(1, last, 2).size(), std::size_t{2});
    last.references = {"j"};
    QCOMPARE(candidates.of(1, last, 50), (std::vector<std::string>{"i", "h"}));
    last.references = {"j", "h"};
    QVERIFY(candidates.of(1, last, 50).empty());
}

void InferenceEvaluationGapsTest::an_ability_that_a_model_lacks_gives_no_score() {
    const EvaluationReport report = evaluated(writing({CaptionKind::NextCaption}), BrightStories(4));
    for (const char* name : {"next_picture_l1", "tag_micro_f1", "clip_caption_bleu1", "next_picture_median_rank"}) {
        QVERIFY2(!report.find(name), name);
    }
    QCOMPARE(report.find("next_caption_bleu1")->samples, std::size_t{4});
    QCOMPARE(report.find("caption_bleu1")->samples, std::size_t{12}); // all but the first frames
}

void InferenceEvaluationGapsTest::the_page_names_everything_and_needs_nothing() {
    const EvaluationReport report = evaluated(writing({CaptionKind::Caption}), BrightStories(3));
    const std::string html = report.toHtml();
    for (const Score& score : report.scores) {
        QVERIFY2(html.find("<td>" + score.name) != std::string::npos, score.name.c_str());
    }
    QVERIFY(html.find("Does the model look at its input?") < html.find("<h1>"));
    QVERIFY(html.find("bright-2") != std::string::npos);
    for (const char* outside : {"http://", "https://", "<script", "@import"}) {
        QVERIFY2(html.find(outside) == std::string::npos, outside);
    }
}

QTEST_GUILESS_MAIN(InferenceEvaluationGapsTest)
#include "inference_evaluation_gaps_test.moc"
