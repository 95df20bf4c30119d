// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/one_batch.h"
#include "training_curve.h"
#include "training_toy_dataset.h"

#include "core/base/error.h"
#include "core/nn/teacher_forcing.h"
#include "core/training/training_run.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <functional>

using namespace storyscope;
using namespace storyscope::training;
using test::Curve;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t words = 40;

/// Finds the word after the one it is fed likeliest, and remembers what it was fed.
class CountingDecoder final : public nn::TextDecoder {
public:
    nn::TextMemory remember(const torch::Tensor&, std::int64_t, const std::stop_token&) override { return {}; }
    nn::TextOutput forward(const torch::Tensor& tokens, const torch::Tensor&, const nn::TextMemory&) override {
        fed.push_back(tokens);
        hadGradients.push_back(torch::GradMode::is_enabled());
        return {.hidden = tokens.unsqueeze(-1), .attention = {}};
    }
    torch::Tensor logits(const torch::Tensor& hidden) override {
        return torch::one_hot((hidden.squeeze(-1) + 1).remainder(words), words).to(torch::kFloat32);
    }
    nn::TextCache begin(const torch::Tensor&, std::int64_t, std::int64_t) const override { return {}; }
    nn::TextStep step(const torch::Tensor&, const nn::TextMemory&, nn::TextCache&) override { return {}; }
    std::int64_t maximumTokens() const override { return 100; }

    std::vector<torch::Tensor> fed;
    std::vector<bool> hadGradients;
};

nn::ForcedTokens feed(CountingDecoder& decoder, const torch::Tensor& texts, const nn::TextFeeding& feeding) {
    nn::ForcedTokens forced = nn::forcedTokens(texts, 0);
    nn::forwardFed(forced, feeding, decoder,
                   [&](const torch::Tensor& tokens) { return decoder.forward(tokens, {}, {}); });
    return forced;
}

torch::Tensor texts(std::vector<std::int64_t> ids, std::int64_t rows) {
    return torch::tensor(ids, torch::kLong).view({1, rows, -1});
}

} // namespace

/// What decoders are fed while they learn: scheduled sampling and word dropout.
class TrainingFeedingTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(3); }
    void nothing_but_the_truth_is_fed_unless_it_is_wished_for();
    void own_words_come_from_a_pass_without_gradients();
    void unknown_words_stand_for_words_only();
    void as_many_words_are_replaced_as_wished_for();
    void every_architecture_is_fed_and_answers_the_truth_data();
    void every_architecture_is_fed_and_answers_the_truth();
    void the_share_of_own_words_rises();
    void validation_is_fed_the_truth();
};

void TrainingFeedingTest::nothing_but_the_truth_is_fed_unless_it_is_wished_for() {
    CountingDecoder decoder;
    const torch::Tensor before = torch::rand({1});
    torch::manual_seed(3);
    const nn::ForcedTokens forced = feed(decoder, texts({2, 10, 20, 3, 0, 0, 2, 11, 21, 31, 12, 3}, 2), {});
    QCOMPARE(decoder.fed.size(), std::size_t{1});
    QVERIFY(torch::equal(forced.inputs, texts({2, 10, 20, 3, 0, 2, 11, 21, 31, 12}, 2)));
    QVERIFY(torch::equal(torch::rand({1}), before)); // nothing was drawn
    const FeedingPlan plan;
    QCOMPARE(plan.at(1, 1).ownShare, 0.0);
    QCOMPARE(plan.at(1, 1).unknownShare, 0.0);
}

void TrainingFeedingTest::own_words_come_from_a_pass_without_gradients() {
    CountingDecoder decoder;
    const torch::Tensor given = texts({2, 10, 20, 3, 0, 0, 2, 11, 21, 31, 12, 3}, 2);
    const nn::ForcedTokens forced = feed(decoder, given, {.ownShare = 1});
    QCOMPARE(decoder.hadGradients, (std::vector<bool>{false, true}));
    QVERIFY(torch::equal(decoder.fed[0], texts({2, 10, 20, 3, 0, 2, 11, 21, 31, 12}, 2)));
    QVERIFY(torch::equal(decoder.fed[1], texts({2, 3, 11, 3, 0, 2, 3, 12, 22, 32}, 2)));
    QVERIFY(torch::equal(forced.targets, nn::forcedTokens(given, 0).targets));
}

void TrainingFeedingTest::unknown_words_stand_for_words_only() {
    CountingDecoder decoder;
    feed(decoder, texts({2, 10, 20, 3, 0, 0, 2, 11, 21, 31, 12, 3}, 2), {.unknownShare = 1, .unknownId = 1});
    QVERIFY(torch::equal(decoder.fed[0], texts({2, 1, 1, 3, 0, 2, 1, 1, 1, 1}, 2)));
}

void TrainingFeedingTest::as_many_words_are_replaced_as_wished_for() {
    const torch::Tensor given = torch::randint(4, words, {1, 100, 100}, torch::kLong);
    for (const nn::TextFeeding& feeding : {nn::TextFeeding{.ownShare = 0.3}, nn::TextFeeding{.unknownShare = 0.3}}) {
        CountingDecoder decoder;
        const nn::ForcedTokens forced = feed(decoder, given, feeding);
        const double share = forced.inputs.ne(given.narrow(2, 0, 99)).to(torch::kFloat64).mean().item<double>();
        QVERIFY2(std::abs(share - 0.29) < 0.03, qPrintable(QString::number(share))); // some guesses are right
        torch::manual_seed(5);
        const torch::Tensor once = feed(decoder, given, feeding).inputs;
        torch::manual_seed(5);
        QVERIFY(torch::equal(feed(decoder, given, feeding).inputs, once));
    }
}

void TrainingFeedingTest::every_architecture_is_fed_and_answers_the_truth_data() {
    QTest::addColumn<QString>("changes");
    QTest::newRow("gru-attention-small") << "{}";
    QTest::newRow("course-v2-small") << "{}";
    QTest::newRow("multitask-tags-small") << "{}";
    QTest::newRow("contrastive-dual-decoder-small") << "{}";
    QTest::newRow("video-transformer-small") << "{}";
    QTest::newRow("storyworld") << R"({"picture_size": 48})";
    QTest::newRow("video-transformer-small, padding counts")
        << R"({"parts": {"clip_decoder": {"padding": "counted"}}})";
}

void TrainingFeedingTest::every_architecture_is_fed_and_answers_the_truth() {
    QFETCH(QString, changes);
    const std::string preset = QString(QTest::currentDataTag()).section(QLatin1Char(','), 0, 0).toStdString();
    const auto model = test::presetModel(preset, words, nlohmann::json::parse(changes.toStdString()));
    model->eval();
    const torch::NoGradGuard noGradients;
    models::Batch batch = test::colouredStories(3, 5, 48);
    const auto predictions = [&](const nn::TextFeeding& feeding) {
        batch.feeding = feeding;
        const models::StoryOutput output = model->forward(batch, model->lossNames());
        return std::vector<models::TextPrediction>{output.captions, output.nextCaptions, output.clipCaptions};
    };
    const auto truth = predictions({});
    for (const nn::TextFeeding& feeding : {nn::TextFeeding{.ownShare = 1}, nn::TextFeeding{.unknownShare = 1}}) {
        const auto fed = predictions(feeding);
        int written = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            if (truth[i].logits.defined()) {
                ++written;
                QVERIFY(torch::equal(fed[i].targets, truth[i].targets));
                QVERIFY(torch::allclose(fed[i].logits[0], truth[i].logits[0], 1e-4, 1e-5)); // after BOS
                QVERIFY(!torch::allclose(fed[i].logits, truth[i].logits, 1e-4, 1e-5));
            }
        }
        QVERIFY(written > 0);
    }
}

void TrainingFeedingTest::the_share_of_own_words_rises() {
    FeedingPlan plan = feedingFrom({{"share", 0.4}, {"warm_up_share", 0.5}}, 0.1);
    QCOMPARE(plan.at(0, 7).ownShare, 0.0);
    QCOMPARE(plan.at(0.25, 7).ownShare, 0.2);
    QCOMPARE(plan.at(0.75, 7).ownShare, 0.4);
    QCOMPARE(plan.at(0, 7).unknownShare, 0.1);
    QCOMPARE(plan.at(0, 7).unknownId, std::int64_t{7});
    plan.warmUpShare = 0;
    QCOMPARE(plan.at(0, 7).ownShare, 0.4);
    QVERIFY_EXCEPTION_THROWN(feedingFrom({{"shrae", 0.4}}, 0), Error);
}

void TrainingFeedingTest::validation_is_fed_the_truth() {
    const QTemporaryDir folder;
    const fs::path root = folder.path().toStdString();
    test::writeToyPreset(root / "toy.json");
    std::vector<Curve> curves(2);
    for (const char* share : {"0", "1"}) {
        TrainingOptions options;
        options.preset = (root / "toy.json").string();
        options.device = "cpu";
        options.overrides = {{"word_dropout", share}, {"learning_rate", "0"}, {"epochs", "1"}};
        TrainingRun({.folder = root / share}, trainingPlan(options), std::make_shared<test::ToyDataset>(24), {},
                    curves[*share == '1'])
            .run();
    }
    QCOMPARE(curves[0].validation, curves[1].validation);
    QVERIFY(curves[0].losses.at(1).at("caption") != curves[1].losses.at(1).at("caption"));
}

QTEST_APPLESS_MAIN(TrainingFeedingTest)
#include "training_feeding_test.moc"
