// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference_fake_dataset.h"
#include "inference_fake_model.h"
#include "inference_tiny_model.h"

#include "core/inference/evaluation.h"
#include "core/inference/evaluator.h"

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::inference;
using test::FakeDataset;

namespace {

/// Stories whose tags nobody gave. The captions of frames 0 to 3 name a cat, those of frame 4 a dog, a house, a cat.
class UntaggedDataset final : public FakeDataset {
public:
    using FakeDataset::FakeDataset;
    Story story(std::size_t index) const override {
        Story story = FakeDataset::story(index);
        for (StoryFrame& frame : story.frames) {
            frame.tags.clear();
        }
        return story;
    }
    std::set<std::string> judgedTags() const override { return {}; }
};

/// Stories of three bright pictures with captions of one word each.
class BrightFrames final : public datasets::StoryDataset {
public:
    std::string name() const override { return "Bright frames"; }
    std::string format() const override { return "bright"; }
    std::size_t size() const override { return 3; }
    std::vector<datasets::Split> splits() const override { return {}; }
    std::vector<Issue> issues() const override { return {}; }
    Story story(std::size_t index) const override {
        Story story;
        story.id = std::to_string(index);
        for (const char* caption : {"b", "c", "d"}) {
            story.frames.emplace_back().caption = caption;
        }
        return story;
    }

private:
    Picture loadPicture(std::size_t, std::size_t frame, const PictureWish&) const override {
        return test::brightPicture(static_cast<int>(frame) + 1);
    }
};

} // namespace

/// What is true where the data does not say it: derived as for training.
class InferenceDerivedTruthTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tags_that_nobody_gave_are_scored_as_captions_name_them();
    void a_story_without_captions_of_the_whole_is_compared_with_its_frames_captions();
};

void InferenceDerivedTruthTest::tags_that_nobody_gave_are_scored_as_captions_name_them() {
    QTemporaryDir folder;
    test::writeTinyModel(folder.path().toStdString());
    const EvaluationReport report = evaluate(folder.path().toStdString(), UntaggedDataset(2), {}, {}, Progress::none());
    const Score* const score = report.find("tag_micro_f1");
    QVERIFY(score);
    QCOMPARE(score->samples, std::size_t{10});
    // "cat" on every frame: 10 of 10 with a precision of 1; "dog" and "house" on two frames of ten are missed.
    QVERIFY(std::abs(score->floors.at("most_frequent_tags") - 2.0 * 10 / (2 * 10 + 4)) < 1e-6);
}

void InferenceDerivedTruthTest::a_story_without_captions_of_the_whole_is_compared_with_its_frames_captions() {
    models::Abilities abilities;
    abilities.captions = {models::CaptionKind::ClipCaption};
    const EvaluationReport report = evaluate(*test::fakeEngine(abilities), BrightFrames(), {}, {}, Progress::none());
    const Score* const score = report.find("clip_caption_bleu1");
    QVERIFY(score);
    // "d" is one of the three words of "b c d"; the brevity penalty is exp(1 - 3).
    QVERIFY(std::abs(score->value - std::exp(-2.0)) < 1e-6);
    // The floors know whole stories, too.
    QVERIFY(std::abs(score->floors.at("most_frequent_caption") - 1) < 1e-6);
    QVERIFY(std::abs(score->floors.at("nearest_training_picture") - 1) < 1e-6);
}

QTEST_APPLESS_MAIN(InferenceDerivedTruthTest)
#include "inference_derived_truth_test.moc"
