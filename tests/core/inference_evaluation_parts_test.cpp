// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_tiny_model.h"

#include "core/inference/bootstrap.h"
#include "core/inference/caption_evaluation.h"
#include "core/inference/coherence_evaluation.h"
#include "core/inference/next_caption_evaluation.h"
#include "core/inference/next_caption_retrieval.h"
#include "core/inference/picture_evaluation.h"
#include "core/inference/pointing_evaluation.h"
#include "core/inference/tag_evaluation.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace storyscope;
using namespace storyscope::inference;
using namespace storyscope::test;

namespace {

/// A story as the data knows it and as a model told it, both made by hand.
struct Case {
    Story truth;
    StoryResult told;
    std::vector<Picture> pictures;
    std::optional<LastCaptionLikelihood> likelihood;

    void addTo(EvaluationPart& part) const { part.add({truth, told, pictures, likelihood}); }
};

Case captioned(const std::vector<std::string>& truths, const std::vector<std::string>& told) {
    Case result;
    for (std::size_t frame = 0; frame < truths.size(); ++frame) {
        result.truth.frames.emplace_back().caption = truths[frame];
        result.told.frames.emplace_back().caption.text = told[frame];
        result.told.predictions.emplace_back();
    }
    return result;
}

Picture plain(std::uint8_t level) {
    return {8, 8, std::vector<std::uint8_t>(8 * 8 * 3, level)};
}

bool isNear(double value, double expected) {
    return std::abs(value - expected) < 1e-6;
}

} // namespace

class InferenceEvaluationPartsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void perfect_captions_score_one_and_floors_are_what_a_guess_scores();
    void another_phrasing_counts_as_true();
    void frames_without_a_true_caption_are_left_out();
    void tags_are_counted_above_one_half();
    void next_captions_count_only_where_the_order_is_true();
    void perplexity_is_per_token_and_order_gap_its_ratio();
    void next_pictures_are_compared_with_three_floors();
    void coherence_is_a_rank_correlation();
    void pointing_hits_when_the_maximum_lies_in_the_box();
    void attention_in_the_box_is_a_share_of_what_falls_on_the_frame();
    void a_word_of_several_tokens_points_as_one();
    void nothing_is_pointed_at_where_no_part_of_the_frame_was_looked_at();
    void the_true_next_caption_is_ranked_among_others();
    void intervals_enclose_the_value_and_repeat();

private:
    std::vector<Score> scoresOf(const EvaluationPart& part) {
        return part.scores({*m_engine, m_known, m_stop, Progress::none(), m_issues});
    }
    Score scoreOf(const EvaluationPart& part, const std::string& name) {
        for (const Score& score : scoresOf(part)) {
            if (score.name == name) {
                return score;
            }
        }
        return {};
    }

    QTemporaryDir m_folder;
    std::unique_ptr<StoryEngine> m_engine;
    KnownCaptions m_known;
    std::stop_token m_stop;
    std::vector<Issue> m_issues;
};

void InferenceEvaluationPartsTest::initTestCase() {
    writeTinyModel(m_folder.path().toStdString());
    m_engine = std::make_unique<StoryEngine>(m_folder.path().toStdString());
    m_known.all = {{"Mia sees the cat.", 7}, {"The dog runs to the house.", 3}};
    m_known.last = {{"The dog runs to the house.", 3}};
}

void InferenceEvaluationPartsTest::perfect_captions_score_one_and_floors_are_what_a_guess_scores() {
    CaptionEvaluation part;
    captioned({"Mia sees the cat.", "the dog runs to a house"}, {"mia sees the cat", "The dog runs to a house."})
        .addTo(part);
    captioned({"A ball is with the dog."}, {"A ball is with the dog"}).addTo(part);
    for (const std::string name : {"caption_bleu1", "caption_bleu4"}) {
        QVERIFY2(isNear(scoreOf(part, name).value, 1), name.c_str());
    }
    const Score bleu1 = scoreOf(part, "caption_bleu1");
    QCOMPARE(bleu1.samples, std::size_t{3});
    // "mia sees the cat" three times: 4 + 1 + 1 of 12 words are right, 12 words against 16 are too short.
    QVERIFY(isNear(bleu1.floors.at("most_frequent_caption"), 6.0 / 12 * std::exp(1 - 16.0 / 12)));
    // Each story gets the other's captions: that is worse, and the gap says by how much.
    const Score bleu4 = scoreOf(part, "caption_bleu4");
    const double other = bleu4.floors.at("captions_of_another_story");
    QVERIFY(other < 0.1);
    QVERIFY(isNear(scoreOf(part, "picture_gap").value, bleu4.value - other));
}

void InferenceEvaluationPartsTest::another_phrasing_counts_as_true() {
    Case story = captioned({"Mia sees the cat."}, {"There is a cat with Mia."});
    CaptionEvaluation alone;
    story.addTo(alone);
    QVERIFY(scoreOf(alone, "caption_bleu4").value < 0.5);
    story.truth.frames[0].references = {"there is a cat with mia"};
    CaptionEvaluation withReference;
    story.addTo(withReference);
    QVERIFY(isNear(scoreOf(withReference, "caption_bleu4").value, 1));
}

void InferenceEvaluationPartsTest::frames_without_a_true_caption_are_left_out() {
    CaptionEvaluation part;
    captioned({"", ""}, {"a cat", "a dog"}).addTo(part);
    QVERIFY(scoresOf(part).empty());
    captioned({"", "a dog is with the ball"}, {"a cat", "a dog is with the ball"}).addTo(part);
    QCOMPARE(scoreOf(part, "caption_bleu4").samples, std::size_t{1});
}

void InferenceEvaluationPartsTest::tags_are_counted_above_one_half() {
    Case story = captioned({"", "", ""}, {"", "", ""});
    story.truth.frames[0].tags = {"cat", "house"};
    story.truth.frames[1].tags = {"cat"};
    story.told.frames[0].tags = {{"cat", 0.9F}, {"dog", 0.6F}, {"house", 0.5F}}; // 1 right, 1 wrong, 1 missed
    story.told.frames[1].tags = {{"cat", 0.8F}, {"dog", 0.1F}, {"house", 0.2F}}; // 1 right
    story.told.frames[2].tags = {{"cat", 0.8F}, {"dog", 0.9F}, {"house", 0.9F}}; // the data knows nothing
    TagEvaluation part;
    story.addTo(part);
    QVERIFY(isNear(scoreOf(part, "tag_precision").value, 2.0 / 3));
    QVERIFY(isNear(scoreOf(part, "tag_recall").value, 2.0 / 3));
    QVERIFY(isNear(scoreOf(part, "tag_micro_f1").value, 2.0 / 3));
    QCOMPARE(scoreOf(part, "tag_micro_f1").samples, std::size_t{2});
    // Always "cat": 2 right, 0 wrong, 1 missed = 0.8; always both: 3 right, 1 wrong = 0.857.
    QVERIFY(isNear(scoreOf(part, "tag_micro_f1").floors.at("most_frequent_tags"), 6.0 / 7));
}

void InferenceEvaluationPartsTest::next_captions_count_only_where_the_order_is_true() {
    Case story = captioned({"Mia sees the cat.", "The dog runs to the house."}, {"", ""});
    story.told.predictions[0].caption.text = "The dog runs to the house.";
    NextCaptionEvaluation part;
    story.addTo(part);
    story.truth.orderIsTrue = false;
    story.told.predictions[0].caption.text = "Mia";
    story.addTo(part);
    const Score score = scoreOf(part, "next_caption_bleu4");
    QCOMPARE(score.samples, std::size_t{1});
    QVERIFY(isNear(score.value, 1));
    QVERIFY(isNear(score.floors.at("most_frequent_last_caption"), 1));
}

void InferenceEvaluationPartsTest::perplexity_is_per_token_and_order_gap_its_ratio() {
    NextCaptionEvaluation part;
    Case story = captioned({"a", "The dog runs to the house."}, {"", ""});
    story.likelihood = LastCaptionLikelihood{{-2 * std::log(4), 2}, {-2 * std::log(8), 2}};
    story.addTo(part);
    story.likelihood = LastCaptionLikelihood{{-6 * std::log(4), 6}, {-6 * std::log(8), 6}};
    story.addTo(part);
    QVERIFY(isNear(scoreOf(part, "next_caption_perplexity").value, 4));
    QVERIFY(isNear(scoreOf(part, "next_caption_perplexity_shuffled").value, 8));
    QVERIFY(isNear(scoreOf(part, "order_gap").value, 2));
    // Knowing how often words occur is worth something.
    const auto floors = scoreOf(part, "next_caption_perplexity").floors;
    QVERIFY(floors.at("word_frequencies") < floors.at("uniform"));
}

void InferenceEvaluationPartsTest::next_pictures_are_compared_with_three_floors() {
    NextPictureEvaluation part;
    for (const std::uint8_t last : {std::uint8_t{204}, std::uint8_t{102}, std::uint8_t{102}}) {
        Case story = captioned({"", ""}, {"", ""});
        story.pictures = {plain(153), plain(last)};
        story.told.predictions[0].picture = plain(last);
        story.addTo(part);
    }
    const Score l1 = scoreOf(part, "next_picture_l1");
    QVERIFY(isNear(l1.value, 0));
    QVERIFY(!l1.higherIsBetter);
    QVERIFY(isNear(l1.floors.at("copy_last_frame"), 51.0 / 255));
    QVERIFY(isNear(l1.floors.at("median_picture"), 102.0 / 255 / 3));
    QVERIFY(isNear(l1.floors.at("mid_gray"), (76 + 26 + 26) / 255.0 / 3));
    QVERIFY(isNear(scoreOf(part, "next_picture_ssim").value, 1));
}

void InferenceEvaluationPartsTest::coherence_is_a_rank_correlation() {
    CoherenceEvaluation part;
    for (const float score : {0.2F, 0.9F, 0.5F}) {
        Case story;
        story.truth.score = score;
        story.told.score = score * score;
        story.addTo(part);
    }
    Case unknown;
    unknown.told.score = 0.1F;
    unknown.addTo(part);
    QVERIFY(isNear(scoreOf(part, "score_spearman").value, 1));
    QCOMPARE(scoreOf(part, "score_spearman").samples, std::size_t{3});
}

namespace {

/// Two frames, of which the second shows Mia at its top right and a ball in its upper half.
Case pointing() {
    Case story = captioned({"", ""}, {"", "Mia ball dog house"});
    story.truth.frames[1].entities = {{"char1", Entity::Kind::Character, {"mia"}, Box{0.5F, 0, 0.5F, 0.5F}},
                                      {"obj1", Entity::Kind::Object, {"ball"}, Box{0, 0, 1, 0.5F}},
                                      {"obj2", Entity::Kind::Object, {"dog"}, std::nullopt},
                                      {"place", Entity::Kind::Place, {"house"}, Box{0, 0, 1, 1}}};
    story.told.frames[1].caption.tokens = {
        {"Mia", 0, 0, 3}, {"ball", 0, 4, 8}, {"dog", 0, 9, 12}, {"house", 0, 13, 18}};
    Attention attention;
    attention.subject = 1;
    attention.rows = {"Mia", "ball", "dog", "house"};
    attention.frames = {0, 1};
    attention.gridRows = 2;
    attention.gridColumns = 2;
    attention.values = {
        0.5F, 0, 0, 0, 0, 0.4F, 0, 0.1F, // Mia: most on the other frame, on this one at the top right: a hit
        0,    0, 0, 0, 0, 0,    1, 0,    // the ball: at the bottom left: a miss
        0,    0, 0, 0, 0, 1,    0, 0,    // the dog cannot be seen
        0,    0, 0, 0, 0, 1,    0, 0,    // a place is everywhere
    };
    story.told.attention = {attention};
    return story;
}

} // namespace

void InferenceEvaluationPartsTest::pointing_hits_when_the_maximum_lies_in_the_box() {
    PointingEvaluation part;
    pointing().addTo(part);
    const Score score = scoreOf(part, "pointing_game");
    QCOMPARE(score.samples, std::size_t{2});
    QVERIFY(isNear(score.value, 0.5));
    QVERIFY(isNear(score.floors.at("box_share"), (0.25 + 0.5) / 2));
    QVERIFY(isNear(score.floors.at("picture_centre"), 0));
    QVERIFY(isNear(score.floors.at("whole_caption"), 1)); // most words look at the top right
}

void InferenceEvaluationPartsTest::attention_in_the_box_is_a_share_of_what_falls_on_the_frame() {
    PointingEvaluation part;
    pointing().addTo(part);
    const Score score = scoreOf(part, "attention_in_box");
    QCOMPARE(score.samples, std::size_t{2});
    QVERIFY(isNear(score.value, (0.4 / 0.5 + 0) / 2));
    QVERIFY(isNear(score.floors.at("uniform_attention"), (0.25 + 0.5) / 2));
    QVERIFY(isNear(score.floors.at("whole_caption"), ((0.8 + 0 + 1 + 1) / 4 + (0.8 + 0 + 1 + 1) / 4) / 2));
    // A box that covers half of a cell gets half of what falls into that.
    Case half = pointing();
    half.truth.frames[1].entities = {{"char1", Entity::Kind::Character, {"mia"}, Box{0.75F, 0, 0.25F, 0.5F}}};
    PointingEvaluation halved;
    half.addTo(halved);
    QVERIFY(isNear(scoreOf(halved, "attention_in_box").value, 0.8 / 2));
}

void InferenceEvaluationPartsTest::a_word_of_several_tokens_points_as_one() {
    Case story = pointing();
    story.told.frames[1].caption = {"Mia", {{"M", 0, 0, 1}, {"##ia", 0, 1, 3}, {".", 0, 3, 3}}};
    story.told.attention.front().rows = {"M", "##ia", "."};
    story.told.attention.front().values = {0, 0, 0, 0, 0.6F, 0.4F, 0, 0, //
                                           0, 0, 0, 0, 0,    1,    0, 0, // together most at the top right
                                           0, 0, 0, 0, 0,    0,    1, 0};
    PointingEvaluation part;
    story.addTo(part);
    QCOMPARE(scoreOf(part, "pointing_game").samples, std::size_t{1});
    QVERIFY(isNear(scoreOf(part, "pointing_game").value, 1));
    QVERIFY(isNear(scoreOf(part, "attention_in_box").value, 0.7));
}

void InferenceEvaluationPartsTest::nothing_is_pointed_at_where_no_part_of_the_frame_was_looked_at() {
    // What was expected of a frame looked at others.
    Case expected = pointing();
    expected.told.attention.front().frames = {0, 2};
    // A model of whole frames knows no place in them.
    Case whole = pointing();
    whole.told.attention.front().gridRows = 1;
    whole.told.attention.front().gridColumns = 1;
    whole.told.attention.front().values = {0, 1, 0, 1, 0, 1, 0, 1};
    // Both words looked only at the other frame.
    Case elsewhere = pointing();
    elsewhere.told.attention.front().values.assign(32, 0.0F);
    for (const std::size_t row : {0, 1, 2, 3}) {
        elsewhere.told.attention.front().values[8 * row] = 1;
    }
    for (const Case* story : {&expected, &whole, &elsewhere}) {
        PointingEvaluation part;
        story->addTo(part);
        QVERIFY(scoresOf(part).empty());
    }
}

void InferenceEvaluationPartsTest::the_true_next_caption_is_ranked_among_others() {
    NextCaptionRetrieval part;
    const auto add = [&](std::vector<float> truly, std::vector<float> shuffled) {
        Case story = captioned({"a", "The dog runs to the house."}, {"", ""});
        CaptionChoice choice{{"The dog runs to the house.", "b", "c"}, std::move(truly), std::move(shuffled), {}};
        story.likelihood = LastCaptionLikelihood{{-2, 2}, {-3, 2}, {}, std::move(choice)};
        story.addTo(part);
    };
    add({-1, -2, -3}, {-2, -1, -3});
    add({-1, -2, -3}, {-2, -1, -1});
    add({-2, -2, -3}, {-2, -1, -3}); // as likely as another one: that counts as behind it
    const Score rank = scoreOf(part, "next_caption_median_rank");
    QVERIFY(isNear(rank.value, 1));
    QVERIFY(!rank.higherIsBetter);
    QVERIFY(isNear(rank.floors.at("chance"), 2));
    QVERIFY(isNear(rank.gaps.at(shuffledOrder).other, 2));
    QVERIFY(isNear(rank.gaps.at(shuffledOrder).gap, 1));
    QVERIFY(!rank.gaps.contains(shuffledCondition));
    // Its words are the frequent ones.
    QVERIFY(isNear(rank.floors.at("word_frequencies"), 1));
    const Score recall = scoreOf(part, "next_caption_recall_at_1");
    QVERIFY(isNear(recall.value, 2.0 / 3));
    QVERIFY(isNear(recall.floors.at("chance"), 1.0 / 3));
    QCOMPARE(recall.samples, std::size_t{3});
    // Among three captions the first five are all of them.
    QVERIFY(scoreOf(part, "next_caption_recall_at_5").name.empty());
}

void InferenceEvaluationPartsTest::intervals_enclose_the_value_and_repeat() {
    const auto mean = [](std::span<const std::size_t> stories) {
        double sum = 0;
        for (const std::size_t story : stories) {
            sum += static_cast<double>(story % 2);
        }
        return sum / static_cast<double>(stories.size());
    };
    Score score;
    setWithInterval(score, 400, mean, {});
    QVERIFY(isNear(score.value, 0.5));
    // The standard error of a share of one half in 400 is 0.025.
    QVERIFY(std::abs(*score.low - (0.5 - 1.96 * 0.025)) < 0.01);
    QVERIFY(std::abs(*score.high - (0.5 + 1.96 * 0.025)) < 0.01);
    Score again;
    setWithInterval(again, 400, mean, {});
    QCOMPARE(again.low, score.low);
    Score single;
    setWithInterval(single, 1, mean, {});
    QVERIFY(!single.low);
}

QTEST_GUILESS_MAIN(InferenceEvaluationPartsTest)
#include "inference_evaluation_parts_test.moc"
