// SPDX-License-Identifier: GPL-3.0-or-later
#include "training_toy_batches.h"
#include "training_toy_dataset.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/datasets/frame_captions.h"
#include "core/training/training_data.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using namespace storyscope::training;
using test::ToyBatches;
using test::ToyDataset;

namespace {

/// Toys whose stories are captioned as clips are, in as many ways as there are words.
class ClipDataset final : public ToyDataset {
public:
    using ToyDataset::ToyDataset;
    Story story(std::size_t index) const override {
        Story story = ToyDataset::story(index);
        story.captions = {"A clip of a cat.", "Here is a cat.", "A red cat sees.", "A grey cat.", "A blue green cat."};
        return story;
    }
};

/// Toys whose tags nobody gave; one frame of each story has no caption either.
class UntaggedDataset final : public ToyDataset {
public:
    UntaggedDataset(std::size_t stories, std::set<std::string> judged)
        : ToyDataset(stories), m_judged(std::move(judged)) {}
    Story story(std::size_t index) const override {
        Story story = ToyDataset::story(index);
        for (StoryFrame& frame : story.frames) {
            frame.tags.clear();
        }
        story.frames[0].caption = "A red cat sees.";
        story.frames[0].references = {"Here is a cat."};
        story.frames[1].caption = "Here is a cat.";
        story.frames[1].references.clear();
        story.frames[2].caption.clear();
        story.frames[2].references.clear();
        return story;
    }
    std::set<std::string> judgedTags() const override { return m_judged; }

private:
    std::set<std::string> m_judged;
};

models::Batch validationBatch(const std::shared_ptr<const datasets::StoryDataset>& dataset,
                              const std::string& sampling = wholeStories, std::int64_t maximumTokens = 32) {
    const ToyBatches toys(
        dataset, {.builder = {.maximumTokens = maximumTokens, .sampling = samplingNamed(sampling), .augmentation = {}},
                  .cleaning = {}});
    return toys.build(BatchPurpose::Validation);
}

} // namespace

/// What a batch says in words and labels.
class TrainingTextsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_story_is_told_by_the_captions_of_its_frames_in_order();
    void frames_that_only_fill_up_are_told_once();
    void a_long_text_is_cut_and_ends();
    void one_of_a_clips_captions_is_drawn_each_epoch();
    void the_vocabulary_holds_the_words_of_clips_and_nothing_of_validation();
    void tags_that_nobody_gave_come_from_captions_data();
    void tags_that_nobody_gave_come_from_captions();
    void a_frame_of_which_nothing_is_known_teaches_no_tags();
    void a_vocabulary_is_found_by_its_name();
    void a_vocabulary_that_is_nowhere_is_refused_before_stories_are_read();
};

void TrainingTextsTest::a_story_is_told_by_the_captions_of_its_frames_in_order() {
    const auto dataset = std::make_shared<ToyDataset>(2);
    const models::Batch batch = validationBatch(dataset);
    QCOMPARE(batch.clipCaptions.size(0), std::int64_t{2});
    for (std::size_t story = 0; story < 2; ++story) {
        const std::vector<std::string> whole = datasets::wholeCaptions(dataset->story(story)); // what is scored
        QCOMPARE(whole.size(), std::size_t{1});
        QCOMPARE(ToyBatches::words(batch.clipCaptions[static_cast<std::int64_t>(story)]), whole.front());
    }
    const torch::Tensor& ids = batch.clipCaptions[0];
    QCOMPARE(ids.eq(test::toyTokenizer()->beginId()).sum().item<int>(), 1);
    QCOMPARE(ids.eq(test::toyTokenizer()->endId()).sum().item<int>(), 1);
}

void TrainingTextsTest::frames_that_only_fill_up_are_told_once() {
    const auto dataset = std::make_shared<ToyDataset>(1);
    const models::Batch batch = validationBatch(dataset, "last-five"); // frames 0 1 2 2 2
    QCOMPARE(batch.pictures.size(1), std::int64_t{5});
    QCOMPARE(ToyBatches::words(batch.clipCaptions[0]), datasets::wholeCaptions(dataset->story(0)).front());
}

void TrainingTextsTest::a_long_text_is_cut_and_ends() {
    const torch::Tensor whole = validationBatch(std::make_shared<ToyDataset>(1)).clipCaptions[0];
    const torch::Tensor cut = validationBatch(std::make_shared<ToyDataset>(1), wholeStories, 9).clipCaptions[0];
    QCOMPARE(cut.size(0), std::int64_t{9});
    QVERIFY(whole.size(0) > 9);
    QVERIFY(torch::equal(cut.narrow(0, 0, 8), whole.narrow(0, 0, 8)));
    QCOMPARE(cut[8].item<std::int64_t>(), test::toyTokenizer()->endId());
}

void TrainingTextsTest::one_of_a_clips_captions_is_drawn_each_epoch() {
    const auto dataset = std::make_shared<ClipDataset>(1);
    const auto drawn = [&](std::uint64_t seed, CaptionTargets targets) {
        const ToyBatches toys(
            dataset,
            {.builder = {.seed = seed, .captionTargets = targets, .sampling = {}, .augmentation = {}}, .cleaning = {}});
        std::vector<std::string> texts;
        for (std::uint64_t epoch = 1; epoch <= 12; ++epoch) {
            texts.push_back(ToyBatches::words(toys.build(BatchPurpose::Training, epoch).clipCaptions[0]));
        }
        return texts;
    };
    const std::vector<std::string> texts = drawn(1, CaptionTargets::Any);
    QVERIFY(std::set<std::string>(texts.begin(), texts.end()).size() > 2);
    QVERIFY(texts == drawn(1, CaptionTargets::Any)); // the same run again
    QVERIFY(texts != drawn(2, CaptionTargets::Any));
    const std::string first = dataset->story(0).captions.front();
    QVERIFY(drawn(1, CaptionTargets::Caption) == std::vector<std::string>(12, first));
    QCOMPARE(ToyBatches::words(validationBatch(dataset).clipCaptions[0]), first);
}

void TrainingTextsTest::the_vocabulary_holds_the_words_of_clips_and_nothing_of_validation() {
    class WordyDataset final : public ToyDataset {
    public:
        using ToyDataset::ToyDataset;
        Story story(std::size_t index) const override {
            Story story = ToyDataset::story(index);
            story.captions = {index % 4 == 3 ? "validated" : "clipped"};
            return story;
        }
    };
    const StoryReader reader(std::make_shared<WordyDataset>(8), {});
    const TrainingPlan plan;
    const TrainingData data = readTrainingData(reader, plan, {}, Progress::none());
    const auto idOf = [&](const char* word) { return data.tokenizer->encode(word).front().id; };
    QVERIFY(idOf("clipped") != data.tokenizer->unknownId());
    QCOMPARE(idOf("validated"), data.tokenizer->unknownId());
}

void TrainingTextsTest::tags_that_nobody_gave_come_from_captions_data() {
    QTest::addColumn<QStringList>("judged");
    QTest::addColumn<QList<int>>("first"); // cat, red of the frame with "a red cat"
    QTest::addColumn<QList<int>>("second");
    QTest::newRow("the data judges none") << QStringList{} << QList<int>{1, 1} << QList<int>{1, 0};
    QTest::newRow("the data judges one and finds it nowhere")
        << QStringList{"cat"} << QList<int>{0, 1} << QList<int>{0, 0};
    QTest::newRow("the data judges all") << QStringList{"cat", "red"} << QList<int>{0, 0} << QList<int>{0, 0};
}

void TrainingTextsTest::tags_that_nobody_gave_come_from_captions() {
    QFETCH(QStringList, judged);
    QFETCH(QList<int>, first);
    QFETCH(QList<int>, second);
    std::set<std::string> labels;
    for (const QString& label : judged) {
        labels.insert(label.toStdString());
    }
    const models::Batch batch = validationBatch(std::make_shared<UntaggedDataset>(1, labels));
    for (int tag = 0; tag < 2; ++tag) {
        QCOMPARE(batch.tags[0][0][tag].item<int>(), first[tag]);
        QCOMPARE(batch.tags[0][1][tag].item<int>(), second[tag]);
    }
    QCOMPARE(batch.tagsKnown[0][0].item<int>(), 1);
}

void TrainingTextsTest::a_frame_of_which_nothing_is_known_teaches_no_tags() {
    QCOMPARE(validationBatch(std::make_shared<UntaggedDataset>(1, std::set<std::string>())).tagsKnown[0][2].item<int>(),
             0);
    // Data that judges a label says by silence that it is not true.
    QCOMPARE(
        validationBatch(std::make_shared<UntaggedDataset>(1, std::set<std::string>{"cat"})).tagsKnown[0][2].item<int>(),
        1);
}

void TrainingTextsTest::a_vocabulary_is_found_by_its_name() {
    QTemporaryDir hub;
    const std::filesystem::path cached =
        std::filesystem::path(hub.path().toStdString()) / "models--google-bert--bert-base-uncased";
    std::filesystem::create_directories(cached / "refs");
    std::filesystem::create_directories(cached / "snapshots" / "aaa");
    writeFileAtomically(cached / "refs" / "main", "aaa");
    writeFileAtomically(cached / "snapshots" / "aaa" / "vocab.txt",
                        "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nred\ncat\nsee\n##s\n.\n");
    qputenv("HF_HUB_CACHE", hub.path().toUtf8());
    TrainingPlan plan;
    plan.tokenizer = {.kind = text::TokenizerKind::WordPiece, .vocabulary = "bert-base-uncased"};
    const StoryReader reader(std::make_shared<ToyDataset>(8), {});
    const TrainingData data = readTrainingData(reader, plan, {}, Progress::none());
    QCOMPARE(data.tokenizer->vocabularySize(), std::int64_t{11});
    QCOMPARE(data.tokenizer->encode("A cat sees").size(), std::size_t{4}); // a cat see ##s
}

void TrainingTextsTest::a_vocabulary_that_is_nowhere_is_refused_before_stories_are_read() {
    class UnreadDataset final : public ToyDataset {
    public:
        using ToyDataset::ToyDataset;
        Story story(std::size_t /*index*/) const override { throw Error(ErrorCode::Internal, "A story was read"); }
    };
    QTemporaryDir empty;
    qputenv("HF_HUB_CACHE", empty.path().toUtf8());
    TrainingPlan plan;
    plan.tokenizer = {.kind = text::TokenizerKind::WordPiece, .vocabulary = "bert-base-uncased"};
    try {
        (void)readTrainingData(StoryReader(std::make_shared<UnreadDataset>(8), {}), plan, {}, Progress::none());
        QFAIL("a vocabulary was found");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::NotFound);
        const QString message = QString::fromStdString(error.message());
        QVERIFY(message.contains(empty.path() + "/models--google-bert--bert-base-uncased"));
        QVERIFY(message.contains("--set tokenizer.vocabulary=FILE"));
        QVERIFY(!message.contains('\n'));
    }
}

QTEST_APPLESS_MAIN(TrainingTextsTest)
#include "training_texts_test.moc"
