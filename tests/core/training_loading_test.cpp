// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_toy_batches.h"
#include "training_toy_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/training/batch_loader.h"
#include "core/training/training_run.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::training;
using datasets::MissingPictures;
using test::ToyBatches;
using test::ToyDataset;

namespace {

constexpr datasets::AugmentationOptions everything{.mirrorShare = 0.5,
                                                   .sides = datasets::AugmentationOptions::Sides::SwapWords,
                                                   .smallestCrop = 0.7,
                                                   .colour = 0.2,
                                                   .rotationDegrees = 10,
                                                   .noise = 0.02,
                                                   .blurShare = 0.5};

datasets::AugmentationOptions onlyMirrored(datasets::AugmentationOptions::Sides sides) {
    return {.mirrorShare = 1, .sides = sides, .smallestCrop = 1, .colour = 0, .rotationDegrees = 0};
}

/// Toys whose pictures are black on their left and white on their right half, and whose captions may say so.
class SidedDataset final : public ToyDataset {
public:
    SidedDataset(std::size_t stories, bool namesSides) : ToyDataset(stories), m_namesSides(namesSides) {}

    Story story(std::size_t index) const override {
        Story story = ToyDataset::story(index);
        for (StoryFrame& frame : story.frames) {
            frame.caption = m_namesSides ? "A cat left." : "A cat.";
            frame.references.clear();
            frame.groundings = {{.begin = 2, .end = 5, .entityId = "cat1"}};
        }
        return story;
    }

private:
    Picture loadPicture(std::size_t, std::size_t, const PictureWish&) const override {
        std::vector<std::uint8_t> rgb;
        for (int i = 0; i < 16 * 16; ++i) {
            rgb.insert(rgb.end(), 3, i % 16 < 8 ? 0 : 255);
        }
        return {16, 16, std::move(rgb)};
    }

    bool m_namesSides;
};

/// Stories of so many frames.
class LongDataset final : public ToyDataset {
public:
    LongDataset(std::size_t stories, std::size_t frames) : ToyDataset(stories), m_frames(frames) {}
    Story story(std::size_t index) const override {
        Story story = ToyDataset::story(index);
        while (story.frames.size() < m_frames) {
            story.frames.push_back(ToyDataset::story(index + story.frames.size()).frames[0]);
        }
        return story;
    }

private:
    std::size_t m_frames;
};

/// Toys captioned as clips are, in untidy words.
class ClipDataset final : public ToyDataset {
public:
    using ToyDataset::ToyDataset;
    Story story(std::size_t index) const override {
        Story story = ToyDataset::story(index);
        story.captions = {"A  CLIP of [a] cat .", "Here is a cat."};
        for (StoryFrame& frame : story.frames) {
            frame = {};
        }
        return story;
    }
};

/// Toys of which one story lacks a picture and another's is broken.
class LossyDataset final : public ToyDataset {
public:
    using ToyDataset::ToyDataset;

private:
    Picture loadPicture(std::size_t story, std::size_t frame, const PictureWish& wish) const override {
        if (story == 0 && frame == 1) {
            throw Error(ErrorCode::NotFound, "There is no such picture");
        }
        if (story == 2 && frame == 2) {
            throw Error(ErrorCode::Malformed, "The picture is cut off");
        }
        return ToyDataset::loadPicture(story, frame, wish);
    }
};

bool isSame(const models::Batch& a, const models::Batch& b) {
    return torch::equal(a.pictures, b.pictures) && torch::equal(a.captions, b.captions) &&
           torch::equal(a.pointing, b.pointing) && a.contextFrames == b.contextFrames;
}

class Epochs final : public TrainingObserver {
public:
    void onEvent(const TrainingEvent& event) override {
        if (const auto* epoch = std::get_if<EpochDone>(&event)) {
            done.push_back(*epoch);
        } else if (const auto* sample = std::get_if<SampleStory>(&event)) {
            samples.push_back(*sample);
        }
    }
    std::vector<EpochDone> done;
    std::vector<SampleStory> samples;
};

} // namespace

class TrainingLoadingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_options = {};
        m_options.preset = m_folder->filePath("toy.json").toStdString();
        m_options.data = "toys";
        m_options.runFolder = m_folder->filePath("run").toStdString();
        m_options.device = "cpu";
        test::writeToyPreset(m_options.preset);
    }
    void batches_do_not_depend_on_the_number_of_threads();
    void what_is_mirrored_is_told_mirrored_data();
    void what_is_mirrored_is_told_mirrored();
    void validation_shows_stories_as_they_are();
    void missing_pictures_are_treated_as_asked_data();
    void missing_pictures_are_treated_as_asked();
    void a_batch_of_nothing_but_skipped_stories_is_left_out();
    void samplings_show_the_frames_they_name_data();
    void samplings_show_the_frames_they_name();
    void a_sampling_must_fit_the_model_and_the_stories();
    void a_clip_lends_its_captions_to_its_frames();
    void captions_are_cleaned_for_training_and_validation();
    void values_of_the_preset_are_checked_and_kept();
    void time_spent_waiting_is_told();

private:
    TrainingSummary train(const std::shared_ptr<const datasets::StoryDataset>& dataset, Epochs& epochs) const {
        return TrainingRun({.folder = m_options.runFolder}, trainingPlan(m_options), dataset, {}, epochs).run();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    TrainingOptions m_options;
};

void TrainingLoadingTest::batches_do_not_depend_on_the_number_of_threads() {
    std::vector<std::vector<models::Batch>> runs;
    for (const int threads : {1, 3}) {
        const ToyBatches toys(
            std::make_shared<ToyDataset>(6),
            {.builder = {.shortWindowShare = 0.3, .sampling = {}, .augmentation = everything}, .cleaning = {}});
        BatchLoader loader(
            [&](std::int64_t number) {
                return toys.build(BatchPurpose::Training, 1 + static_cast<std::uint64_t>(number) / 3,
                                  static_cast<std::uint64_t>(number) % 3);
            },
            {.count = 9, .threads = threads, .ahead = 4});
        runs.emplace_back();
        for (int i = 0; i < 9; ++i) {
            runs.back().push_back(loader.next({}));
        }
    }
    for (std::size_t i = 0; i < 9; ++i) {
        QVERIFY2(isSame(runs[0][i], runs[1][i]), qPrintable(QString::number(i)));
    }
    const auto firstPicture = [&](std::size_t batch) { return runs[0][batch].pictures[0][0]; };
    QVERIFY(!torch::equal(firstPicture(0), firstPicture(3))); // another epoch, another look
}

void TrainingLoadingTest::what_is_mirrored_is_told_mirrored_data() {
    QTest::addColumn<bool>("namesSides");
    QTest::addColumn<bool>("swap");
    QTest::addColumn<bool>("isMirrored");
    QTest::addColumn<QString>("caption");
    QTest::newRow("no sides named") << false << false << true << "A cat.";
    QTest::newRow("sides kept") << true << false << false << "A cat left.";
    QTest::newRow("sides swapped") << true << true << true << "A cat right.";
}

void TrainingLoadingTest::what_is_mirrored_is_told_mirrored() {
    using Sides = datasets::AugmentationOptions::Sides;
    QFETCH(bool, namesSides);
    QFETCH(bool, swap);
    QFETCH(bool, isMirrored);
    QFETCH(QString, caption);
    const ToyBatches toys(
        std::make_shared<SidedDataset>(1, namesSides),
        {.builder = {.sampling = {}, .augmentation = onlyMirrored(swap ? Sides::SwapWords : Sides::KeepUnmirrored)},
         .cleaning = {}});
    const models::Batch batch = toys.build(BatchPurpose::Training);
    QCOMPARE(batch.pictures[0][0][0][5][2].item<float>(), isMirrored ? 1.0F : 0.0F); // the left half
    // The cat's box is the upper left quarter: of four cells a row, the first two; mirrored, the last two.
    const torch::Tensor cells = batch.pointing[0][0][2]; // BOS A [cat]
    QCOMPARE(cells.sum().item<float>(), 4.0F);
    QCOMPARE(cells[0].item<float>(), isMirrored ? 0.0F : 1.0F);
    QCOMPARE(cells[3].item<float>(), isMirrored ? 1.0F : 0.0F);
    QCOMPARE(QString::fromStdString(ToyBatches::words(batch.captions[0][0])).toLower(), caption.toLower());
}

void TrainingLoadingTest::validation_shows_stories_as_they_are() {
    const ToyBatches toys(std::make_shared<SidedDataset>(1, true),
                          {.builder = {.sampling = {}, .augmentation = everything}, .cleaning = {}});
    const models::Batch batch = toys.build(BatchPurpose::Validation);
    QCOMPARE(batch.pictures[0][0][0][5][2].item<float>(), 0.0F);
    QVERIFY(isSame(batch, toys.build(BatchPurpose::Validation, 2, 5)));
}

void TrainingLoadingTest::missing_pictures_are_treated_as_asked_data() {
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("stories");
    QTest::addColumn<int>("skipped");
    QTest::addColumn<int>("pictures");
    QTest::addColumn<int>("placeholders");
    QTest::newRow("placeholder") << "placeholder" << 24 << 0 << 72 << 2;
    // Of the skipped stories, one frame before the missing one was read, and two before the broken one.
    QTest::newRow("skip") << "skip" << 22 << 2 << 69 << 0;
    QTest::newRow("error") << "error" << 0 << 0 << 0 << 0;
}

void TrainingLoadingTest::missing_pictures_are_treated_as_asked() {
    QFETCH(QString, policy);
    m_options.overrides = {{"missing_pictures", policy.toStdString()}};
    Epochs epochs;
    const auto dataset = std::make_shared<LossyDataset>(24);
    if (policy == "error") {
        QVERIFY_EXCEPTION_THROWN(train(dataset, epochs), Error);
        return;
    }
    const datasets::LoadingCounts loaded = train(dataset, epochs).loaded;
    QTEST(static_cast<int>(loaded.stories), "stories");
    QTEST(static_cast<int>(loaded.skippedStories), "skipped");
    QTEST(static_cast<int>(loaded.pictures), "pictures");
    QTEST(static_cast<int>(loaded.placeholders), "placeholders");
    QCOMPARE(epochs.done.size(), std::size_t{2});
    QVERIFY(!epochs.done[0].issues.empty() && epochs.done[0].issues[0].text.starts_with("2 "));
    QVERIFY(epochs.done[1].issues.empty()); // told once
}

void TrainingLoadingTest::a_batch_of_nothing_but_skipped_stories_is_left_out() {
    m_options.batchSize = 1;
    m_options.overrides = {{"missing_pictures", "skip"}};
    Epochs epochs;
    QCOMPARE(train(std::make_shared<LossyDataset>(8), epochs).epochsDone, 2);
    const ToyBatches toys(
        std::make_shared<LossyDataset>(1),
        {.builder = {.sampling = {}, .augmentation = {}}, .cleaning = {}, .missing = MissingPictures::SkipStory});
    QVERIFY(!toys.build(BatchPurpose::Training).pictures.defined());
}

void TrainingLoadingTest::samplings_show_the_frames_they_name_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("frames");
    QTest::addColumn<QString>("shown");        // positions of each sample
    QTest::addColumn<int>("contextFrames");    // of the batch
    QTest::addColumn<QString>("nextCaptions"); // positions in the sample
    QTest::newRow("whole stories") << "whole-stories" << 3 << "012" << 2 << "12";
    QTest::newRow("first four") << "first-four" << 7 << "01234" << 4 << "1234";
    QTest::newRow("first four as published") << "first-four-as-published" << 7 << "01234" << 4 << "0123";
    QTest::newRow("last five") << "last-five" << 7 << "23456" << 4 << "1234";
    QTest::newRow("last five, padded") << "last-five" << 3 << "01222" << 4 << "1234";
    QTest::newRow("five frames as published") << "five-frames-as-published" << 7 << "012344" << 5 << "01234";
    QTest::newRow("sliding") << "sliding" << 6 << "01234 12345" << 4 << "1234";
}

void TrainingLoadingTest::samplings_show_the_frames_they_name() {
    QFETCH(QString, name);
    QFETCH(int, frames);
    QFETCH(QString, shown);
    QFETCH(int, contextFrames);
    QFETCH(QString, nextCaptions);
    const auto dataset = std::make_shared<LongDataset>(1, static_cast<std::size_t>(frames));
    const auto sampling = samplingNamed(name.toStdString());
    const ToyBatches toys(dataset, {.builder = {.sampling = sampling, .augmentation = {}}, .cleaning = {}});
    QStringList samples;
    for (const TrainingSample& sample : samplesOf(toys.stories(), sampling)) {
        samples << QString();
        for (const std::size_t frame : sample.frames) {
            samples.back() += QString::number(frame);
        }
        QCOMPARE(sample.isWhole(), name == "whole-stories");
    }
    QCOMPARE(samples.join(' '), shown);
    const models::Batch batch = toys.build(BatchPurpose::Validation);
    QCOMPARE(batch.pictures.size(0), static_cast<std::int64_t>(samples.size()));
    QCOMPARE(batch.contextFrames, static_cast<std::int64_t>(contextFrames));
    QCOMPARE(batch.nextCaptions.size(1), static_cast<std::int64_t>(nextCaptions.size()));
    for (int i = 0; i < nextCaptions.size(); ++i) {
        QVERIFY(torch::equal(batch.nextCaptions.select(1, i), batch.captions.select(1, nextCaptions[i].digitValue())));
    }
}

void TrainingLoadingTest::a_sampling_must_fit_the_model_and_the_stories() {
    for (const char* name : {"clip", "first-four", "last-six"}) { // too many frames; stories too short; not there
        m_options.overrides = {{"sampling", name}};
        m_options.runFolder = m_folder->filePath(name).toStdString();
        Epochs epochs;
        QVERIFY_EXCEPTION_THROWN(train(std::make_shared<ToyDataset>(8), epochs), Error);
    }
    m_options.overrides = {{"sampling", "sliding"}};
    m_options.runFolder = m_folder->filePath("sliding").toStdString();
    Epochs epochs;
    QCOMPARE(train(std::make_shared<LongDataset>(8, 6), epochs).epochsDone, 2);
    QCOMPARE(epochs.samples[0].truths.size(), std::size_t{5});
}

void TrainingLoadingTest::a_clip_lends_its_captions_to_its_frames() {
    const auto dataset = std::make_shared<ClipDataset>(24);
    const ToyBatches toys(dataset, {.builder = {.sampling = {}, .augmentation = {}}, .cleaning = {}});
    const models::Batch batch = toys.build(BatchPurpose::Validation);
    QCOMPARE(batch.captions.size(1), std::int64_t{3});
    QVERIFY(torch::equal(batch.captions.select(1, 0), batch.captions.select(1, 2)));
    m_options.epochs = 20;
    Epochs epochs;
    train(dataset, epochs);
    QVERIFY(epochs.done.back().validation.at("caption") < 0.8 * epochs.done.front().validation.at("caption"));
    QCOMPARE(epochs.samples[0].truths[2], std::string("A  CLIP of [a] cat ."));
}

void TrainingLoadingTest::captions_are_cleaned_for_training_and_validation() {
    m_options.overrides = {{"captions", R"({"letters": "lower", "placeholders": "as-words", "spaces": "join"})"}};
    Epochs epochs;
    const TrainingSummary summary = train(std::make_shared<ClipDataset>(8), epochs);
    QCOMPARE(epochs.samples[0].truths[0], std::string("a clip of a cat.")); // of validation
    const auto tokenizer = models::loadModelFolder(summary.lastModel).tokenizer;
    for (const text::TokenSpan& span : tokenizer->encode("a clip of a cat.")) {
        QVERIFY(span.id > tokenizer->endId());
    }
    const auto config = nlohmann::json::parse(readFile(m_options.runFolder / "config.json"));
    QCOMPARE(config["training"]["captions"]["spaces"].get<std::string>(), std::string("join"));

    datasets::CaptionCleaning cleaning;
    cleaning.spaces = datasets::CaptionCleaning::Spaces::Join;
    cleaning.mostWords = 4;
    Story story;
    story.frames.emplace_back();
    story.frames[0].caption = " A  cat  and a dog";
    story.frames[0].groundings = {{4, 7, "cat"}, {15, 18, "dog"}};
    const Story clean = datasets::cleaned(story, cleaning);
    QCOMPARE(clean.frames[0].caption, std::string("A cat and a"));
    QCOMPARE(clean.frames[0].groundings.size(), std::size_t{1}); // the dog was cut
    QCOMPARE(clean.frames[0].groundings[0].begin, std::size_t{2});
    QCOMPARE(clean.frames[0].groundings[0].end, std::size_t{5});
}

void TrainingLoadingTest::values_of_the_preset_are_checked_and_kept() {
    for (const auto& [key, text] : std::map<std::string, std::string>{
             {"missing_pictures", "sometimes"}, {"sampling", "first-six"}, {"captions", R"({"letters": "upper"})"}}) {
        m_options.overrides = {{key, text}};
        QVERIFY_EXCEPTION_THROWN(trainingPlan(m_options), Error);
    }
    QVERIFY(toJson(augmentationFrom(toJson(everything), {})) == toJson(everything));
    m_options.overrides = {};
    m_options.preset = "storyworld";
    m_options.dataset = {.pictureFolder = "elsewhere", .splitSeed = 7};
    const TrainingPlan plan = trainingPlan(m_options);
    QVERIFY(!plan.augmentation.movesPictures()); // sides and places mean something in StoryWorld
    QCOMPARE(plan.sampling, std::string(wholeStories));
    QCOMPARE(toJson(plan)["pictures"].get<std::string>(), std::string("elsewhere"));
    QCOMPARE(toJson(plan)["split_seed"].get<int>(), 7);
}

void TrainingLoadingTest::time_spent_waiting_is_told() {
    /// Toys that are slow to read the first time.
    class SlowDataset final : public ToyDataset {
    public:
        using ToyDataset::ToyDataset;

    private:
        Picture loadPicture(std::size_t story, std::size_t frame, const PictureWish& wish) const override {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            return ToyDataset::loadPicture(story, frame, wish);
        }
    };
    m_options.epochs = 3;
    Epochs epochs;
    train(std::make_shared<SlowDataset>(24), epochs);
    QVERIFY2(epochs.done[0].waitingShare > 0.3, qPrintable(QString::number(epochs.done[0].waitingShare)));
    QVERIFY2(epochs.done[2].waitingShare < epochs.done[0].waitingShare / 2,
             qPrintable(QString::number(epochs.done[2].waitingShare)));
    QVERIFY(epochs.done[0].waitingShare <= 1);
}

QTEST_APPLESS_MAIN(TrainingLoadingTest)
#include "training_loading_test.moc"
