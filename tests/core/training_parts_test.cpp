// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_model.h"
#include "training_toy_batches.h"
#include "training_toy_dataset.h"

#include "core/base/error.h"
#include "core/nn/teacher_forcing.h"
#include "core/training/batch_loader.h"
#include "core/training/losses.h"
#include "core/training/optimizer_step.h"
#include "core/training/schedule.h"
#include "core/training/torch_errors.h"
#include "core/training/training_data.h"

#include <torch/torch.h>

#include <QTest>

#include <cmath>

using namespace storyscope;
using namespace storyscope::training;

namespace {

using test::toyTokenizer;

models::Batch toyBatch(BatchPurpose purpose, double shortWindowShare = 0) {
    const test::ToyBatches batches(
        std::make_shared<test::ToyDataset>(4),
        {.builder = {.shortWindowShare = shortWindowShare, .sampling = {}, .augmentation = {}}, .cleaning = {}});
    return batches.build(purpose);
}

/// Toys that are all held out for testing.
class HeldOutDataset final : public test::ToyDataset {
public:
    using ToyDataset::ToyDataset;
    std::vector<datasets::Split> splits() const override { return {{"test", {0, 1, 2, 3}}}; }
};

std::shared_ptr<models::StoryModel> toyModel() {
    torch::manual_seed(2);
    return models::makeStoryModel(test::smallConfig(toyTokenizer()->vocabularySize()));
}

OptimizerStep::Options toyStepOptions() {
    return {.losses = {.weights = {{"caption", 1},
                                   {"next_caption", 1},
                                   {"next_picture", 1},
                                   {"tags", 1},
                                   {"score", 1},
                                   {"pointing", 1}}},
            .weightDecay = 0.01,
            .clipNorm = 1};
}

} // namespace

class TrainingPartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_learning_rate_rises_and_falls_data();
    void the_learning_rate_rises_and_falls();
    void one_batch_is_learnt_by_heart();
    void a_loss_that_is_no_number_stops_before_the_weights_change();
    void a_batch_holds_what_the_stories_say();
    void short_windows_keep_captions_and_pictures_together();
    void pointing_is_minus_log_of_the_attention_in_the_box();
    void padding_is_not_learnt();
    void equal_pictures_are_structurally_similar();
    void named_entities_point_at_their_cells();
    void batches_come_in_order_from_many_threads();
    void a_failure_arrives_with_its_batch();
    void a_stop_ends_waiting_for_a_batch();
    void random_numbers_are_the_same_everywhere();
    void memory_errors_are_told_apart();
    void what_is_held_out_for_testing_is_never_trained_on();
};

void TrainingPartsTest::the_learning_rate_rises_and_falls_data() {
    QTest::addColumn<qint64>("step");
    QTest::addColumn<double>("rate");
    QTest::newRow("first") << qint64{1} << 0.1;
    QTest::newRow("half of warm-up") << qint64{5} << 0.5;
    QTest::newRow("end of warm-up") << qint64{10} << 1.0;
    QTest::newRow("a quarter of the fall") << qint64{35} << 0.1 + 0.9 * 0.5 * (1 + std::sqrt(0.5));
    QTest::newRow("half of the fall") << qint64{60} << 0.55;
    QTest::newRow("last") << qint64{110} << 0.1;
    QTest::newRow("beyond") << qint64{200} << 0.1;
}

void TrainingPartsTest::the_learning_rate_rises_and_falls() {
    QFETCH(qint64, step);
    QFETCH(double, rate);
    const Schedule schedule{.peak = 1, .final = 0.1, .warmUpSteps = 10, .totalSteps = 110};
    QVERIFY(std::abs(schedule.learningRate(step) - rate) < 1e-12);
}

void TrainingPartsTest::one_batch_is_learnt_by_heart() {
    const models::Batch batch = toyBatch(BatchPurpose::Validation);
    OptimizerStep step(toyModel(), toyStepOptions());
    Losses losses;
    for (int i = 0; i < 250; ++i) {
        losses = step.take(batch, {.learningRate = 0.005});
    }
    QVERIFY2(losses.at("caption") < 0.05, qPrintable(QString::number(losses.at("caption"))));
    QVERIFY2(losses.at("tags") < 0.05, qPrintable(QString::number(losses.at("tags"))));
    QVERIFY2(losses.at("pointing") < 0.1, qPrintable(QString::number(losses.at("pointing"))));
}

void TrainingPartsTest::a_loss_that_is_no_number_stops_before_the_weights_change() {
    models::Batch batch = toyBatch(BatchPurpose::Validation);
    batch.pictures[0][0][0][0][0] = std::nanf("");
    const auto model = toyModel();
    std::vector<torch::Tensor> before;
    for (const torch::Tensor& parameter : model->parameters()) {
        before.push_back(parameter.detach().clone());
    }
    OptimizerStep step(model, toyStepOptions());
    try {
        step.take(batch, {.learningRate = 0.01});
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Numerical);
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
        QVERIFY(torch::equal(before[i], model->parameters()[i]));
    }
}

void TrainingPartsTest::a_batch_holds_what_the_stories_say() {
    const models::Batch batch = toyBatch(BatchPurpose::Validation);
    QVERIFY(batch.pictures.sizes() == torch::IntArrayRef({4, 3, 3, 16, 16}));
    QCOMPARE(batch.pictures[0][0][0][0][0].item<float>(), 220.0F / 255.0F); // story 0 begins red
    QCOMPARE(batch.contextFrames, std::int64_t{2});
    QVERIFY(torch::equal(batch.ordered, torch::tensor({0, 1, 3}, torch::kLong)));
    QVERIFY(torch::equal(batch.nextCaptions, batch.captions.narrow(1, 1, 2).index_select(0, batch.ordered)));
    QVERIFY((batch.captions.select(2, 0) == 2).all().item<bool>());
    QVERIFY(torch::equal(batch.scores, torch::tensor({1.0F, 0.25F, 1.0F, 0.25F})));
    QVERIFY((batch.tags.select(2, 0) == 1).all().item<bool>());
    QCOMPARE(batch.tags[0][0][1].item<float>(), 1.0F);
    QCOMPARE(batch.tags[1][0][1].item<float>(), 0.0F);
    const torch::Tensor named = batch.pointing.sum(-1)[0][0]; // A red [cat] sees.: the third token after BOS
    QCOMPARE(named[3].item<float>(), 4.0F);
    QCOMPARE(named.sum().item<float>(), 4.0F);
}

void TrainingPartsTest::short_windows_keep_captions_and_pictures_together() {
    const models::Batch batch = toyBatch(BatchPurpose::Training, 1);
    const std::int64_t frames = batch.pictures.size(1);
    QVERIFY(frames >= 1 && frames <= 3);
    QCOMPARE(batch.captions.size(1), frames);
    QVERIFY(batch.firstPosition + frames <= 8);
    if (frames < 3) {
        QCOMPARE(batch.scoresKnown.sum().item<float>(), 0.0F);
    }
}

void TrainingPartsTest::pointing_is_minus_log_of_the_attention_in_the_box() {
    models::Batch batch;
    batch.pictures = torch::zeros({1, 2, 3, 8, 8});
    batch.captions = torch::full({1, 2, 3}, 2, torch::kLong);
    batch.pointing = torch::zeros({1, 2, 3, 4});
    batch.pointing[0][1][2][3] = 1; // second frame, token 2, last cell
    models::StoryOutput output;
    output.captions.logits = torch::zeros({1, 2, 2, 5});
    output.captions.attention = torch::full({1, 2, 2, 2, 8}, 0.1F);
    output.captions.attention[0][0][1][1][7] =
        0.2F; // head 0, second frame, writing token 2, last cell of the second frame
    output.captions.attention[0][1][1][1][7] = 0.4F;
    const LossTerms terms = lossTerms(output, batch, {.weights = {{"pointing", 1}}});
    QCOMPARE(terms.size(), std::size_t{1});
    QVERIFY(std::abs(terms.at("pointing").item<double>() + std::log(0.3)) < 1e-4);
}

void TrainingPartsTest::padding_is_not_learnt() {
    const torch::Tensor texts = torch::tensor({2, 4, 3, 0, 0}, torch::kLong).view({1, 1, 5});
    const nn::ForcedTokens forced = nn::forcedTokens(texts, 0);
    torch::Tensor perInput = torch::zeros({1, 1, 4, 8});
    perInput.narrow(2, 2, 2).normal_();
    models::StoryOutput output;
    output.captions.logits = forced.real(perInput);
    output.captions.targets = forced.targets;
    const LossTerms terms = lossTerms(output, {}, {.weights = {{"caption", 1}}});
    QVERIFY(std::abs(terms.at("caption").item<double>() - std::log(8.0)) < 1e-5);
    output.captions.targets = nn::forcedTokens(torch::zeros_like(texts), 0).targets;
    output.captions.logits = torch::zeros({0, 8});
    QVERIFY(lossTerms(output, {}, {.weights = {{"caption", 1}}}).empty());
}

void TrainingPartsTest::equal_pictures_are_structurally_similar() {
    const torch::Tensor a = torch::rand({1, 3, 20, 20});
    QVERIFY(std::abs(structuralSimilarity(a, a).item<double>() - 1) < 1e-5);
    QVERIFY(structuralSimilarity(a, torch::rand({1, 3, 20, 20})).item<double>() < 0.3);
}

void TrainingPartsTest::named_entities_point_at_their_cells() {
    const test::ToyBatches batches(std::make_shared<test::ToyDataset>(1), {});
    const TrainingStory& story = batches.stories().front();
    const std::vector<CaptionTarget>& captions = story.frames[0].captions;
    QCOMPARE(captions.size(), std::size_t{2});
    for (const auto& [caption, token] : {std::pair{0, 3}, std::pair{1, 5}}) { // by grounding; by noun
        QCOMPARE(captions[caption].pointing.size(), std::size_t{1});
        QCOMPARE(captions[caption].pointing[0].token, static_cast<std::size_t>(token));
        QCOMPARE(captions[caption].pointing[0].cells, (std::vector<std::int16_t>{0, 1, 4, 5}));
    }
}

void TrainingPartsTest::batches_come_in_order_from_many_threads() {
    BatchLoader loader(
        [](std::int64_t number) {
            std::this_thread::sleep_for(std::chrono::milliseconds(number % 3));
            models::Batch batch;
            batch.firstPosition = number;
            return batch;
        },
        {.count = 20, .threads = 3, .ahead = 4});
    for (std::int64_t i = 0; i < 20; ++i) {
        QCOMPARE(loader.next({}).firstPosition, i);
    }
}

void TrainingPartsTest::a_failure_arrives_with_its_batch() {
    BatchLoader loader(
        [](std::int64_t number) -> models::Batch {
            if (number == 1) {
                throw Error(ErrorCode::Unreadable, "broken");
            }
            return {};
        },
        {.count = 3, .threads = 2, .ahead = 3});
    loader.next({});
    QVERIFY_EXCEPTION_THROWN(loader.next({}), Error);
}

void TrainingPartsTest::a_stop_ends_waiting_for_a_batch() {
    std::stop_source source;
    std::atomic<bool> mayEnd = false;
    BatchLoader loader(
        [&](std::int64_t) {
            while (!mayEnd) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            return models::Batch{};
        },
        {.count = 1, .threads = 1, .ahead = 1});
    source.request_stop();
    QVERIFY_EXCEPTION_THROWN(loader.next(source.get_token()), Error);
    mayEnd = true;
}

void TrainingPartsTest::random_numbers_are_the_same_everywhere() {
    Random random{1, 2, 3};
    Random again{1, 2, 3};
    Random other{1, 2, 4};
    const std::uint64_t first = random.next();
    QCOMPARE(first, again.next());
    QVERIFY(first != other.next());
    std::vector<std::size_t> order = random.permutation(100);
    QVERIFY(!std::is_sorted(order.begin(), order.end()));
    std::sort(order.begin(), order.end());
    QCOMPARE(order.back(), std::size_t{99});
    QCOMPARE(std::adjacent_find(order.begin(), order.end()), order.end());
}

void TrainingPartsTest::what_is_held_out_for_testing_is_never_trained_on() {
    const StoryReader reader(std::make_shared<HeldOutDataset>(4), {});
    const TrainingPlan plan;
    try {
        readTrainingData(reader, plan, {}, Progress::none());
        QFAIL("Held-out stories were taken for training");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
        QVERIFY(QString::fromStdString(error.message()).contains(QStringLiteral("held out")));
    }
}

void TrainingPartsTest::memory_errors_are_told_apart() {
    const auto codeOf = [](const auto& work) {
        try {
            withReadableErrors(work);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::Cancelled;
    };
    QCOMPARE(codeOf([] { throw std::bad_alloc(); }), ErrorCode::OutOfSpace);
    QCOMPARE(codeOf([] { torch::empty({std::int64_t{1} << 60}); }), ErrorCode::OutOfSpace);
    QCOMPARE(codeOf([] { torch::matmul(torch::zeros({2, 3}), torch::zeros({2, 3})); }), ErrorCode::Internal);
}

QTEST_APPLESS_MAIN(TrainingPartsTest)
#include "training_parts_test.moc"
