// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_model.h"

#include "core/base/error.h"
#include "core/models/story_model.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope;
using models::CaptionKind;

namespace {

constexpr std::int64_t words = 9;

models::Batch smallBatch() {
    models::Batch batch;
    batch.pictures = torch::rand({3, 4, 3, 16, 16});
    batch.captions = torch::randint(1, words, {3, 4, 6}, torch::kLong);
    batch.ordered = torch::tensor({0, 2}, torch::kLong);
    batch.nextCaptions = torch::randint(1, words, {2, 3, 6}, torch::kLong);
    batch.contextFrames = 3;
    return batch;
}

bool hasShape(const torch::Tensor& tensor, const std::vector<std::int64_t>& shape) {
    return tensor.sizes() == torch::IntArrayRef(shape);
}

} // namespace

class ModelsStoryModelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        torch::manual_seed(3);
        m_model = models::makeStoryModel(test::smallConfig(words));
        m_model->eval();
    }
    void forward_gives_the_promised_shapes();
    void changing_the_last_frame_leaves_earlier_states_and_predictions_alone();
    void a_next_caption_step_by_step_equals_forward();
    void stories_of_a_batch_do_not_influence_each_other();
    void frames_outside_the_limits_are_refused_data();
    void frames_outside_the_limits_are_refused();
    void a_wrong_description_is_refused_data();
    void a_wrong_description_is_refused();
    void the_description_survives_a_round_trip();

private:
    std::shared_ptr<models::StoryModel> m_model;
};

void ModelsStoryModelTest::forward_gives_the_promised_shapes() {
    const models::StoryOutput output = m_model->forward(smallBatch());
    QVERIFY(hasShape(output.encoded.patches, {3, 4, 16, 4, 4}));
    QVERIFY(hasShape(output.encoded.states, {3, 4, 16}));
    QVERIFY(hasShape(output.encoded.tagLogits, {3, 4, 3}));
    QVERIFY(hasShape(output.encoded.scoreLogits, {3}));
    QVERIFY(hasShape(output.captions.logits, {3 * 4 * 5, words}));
    QVERIFY(hasShape(output.captions.attention, {3, 2, 4, 5, 64}));
    QVERIFY(hasShape(output.nextCaptions.logits, {2 * 3 * 5, words}));
    QVERIFY(hasShape(output.nextPicture, {2, 3, 16, 16}));
}

void ModelsStoryModelTest::changing_the_last_frame_leaves_earlier_states_and_predictions_alone() {
    torch::NoGradGuard noGrad;
    models::Batch batch = smallBatch();
    const models::StoryOutput before = m_model->forward(batch);
    batch.pictures.select(1, 3).uniform_();
    const models::StoryOutput after = m_model->forward(batch);
    QVERIFY(torch::allclose(before.encoded.states.narrow(1, 0, 3), after.encoded.states.narrow(1, 0, 3), 1e-5, 1e-6));
    QVERIFY(torch::allclose(before.nextCaptions.logits, after.nextCaptions.logits, 1e-4, 1e-5));
    QVERIFY(torch::allclose(before.nextPicture, after.nextPicture, 1e-4, 1e-5));
    QVERIFY(!torch::allclose(before.encoded.states.select(1, 3), after.encoded.states.select(1, 3), 1e-3, 1e-3));
}

void ModelsStoryModelTest::a_next_caption_step_by_step_equals_forward() {
    torch::NoGradGuard noGrad;
    models::Batch batch;
    batch.pictures = torch::rand({1, 4, 3, 16, 16});
    batch.ordered = torch::zeros({1}, torch::kLong);
    batch.nextCaptions = torch::randint(1, words, {1, 3, 6}, torch::kLong);
    const models::StoryOutput whole = m_model->forward(batch);
    const models::EncodedStory encoded = m_model->encode(batch.input());
    const nn::TextMemory memory = m_model->remember(CaptionKind::NextCaption, encoded);
    nn::TextCache cache = m_model->begin(CaptionKind::NextCaption, encoded, 2);
    for (std::int64_t t = 0; t < 5; ++t) {
        const torch::Tensor token = batch.nextCaptions[0][2].narrow(0, t, 1);
        const nn::TextStep step = m_model->step(CaptionKind::NextCaption, token, memory, cache);
        QVERIFY(torch::allclose(step.logits[0], whole.nextCaptions.logits[2 * 5 + t], 1e-4, 1e-4));
        QCOMPARE(step.attention.narrow(3, 48, 16).abs().max().item<double>(), 0.0); // the fourth frame is hidden
    }
}

void ModelsStoryModelTest::stories_of_a_batch_do_not_influence_each_other() {
    torch::NoGradGuard noGrad;
    const torch::Tensor pictures = torch::rand({2, 3, 3, 16, 16});
    const models::EncodedStory both = m_model->encode(models::StoryInput::of(pictures));
    const models::EncodedStory one = m_model->encode(models::StoryInput::of(pictures.narrow(0, 1, 1)));
    QVERIFY(torch::allclose(both.states[1], one.states[0], 1e-4, 1e-5));
    QVERIFY(torch::allclose(both.tagLogits[1], one.tagLogits[0], 1e-4, 1e-5));
}

void ModelsStoryModelTest::frames_outside_the_limits_are_refused_data() {
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("firstPosition");
    QTest::newRow("none") << 0 << 0;
    QTest::newRow("nine of eight") << 9 << 0;
    QTest::newRow("past the last position") << 4 << 5;
    QTest::newRow("before the first position") << 4 << -1;
}

void ModelsStoryModelTest::frames_outside_the_limits_are_refused() {
    QFETCH(int, frames);
    QFETCH(int, firstPosition);
    try {
        m_model->encode(models::StoryInput::of(torch::rand({1, frames, 3, 16, 16}), firstPosition));
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
    }
}

void ModelsStoryModelTest::a_wrong_description_is_refused_data() {
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown part") << "frame_encoder"
                                  << "part"
                                  << "\"crystal_ball\""
                                  << "crystal_ball";
    QTest::newRow("unknown key") << "caption_decoder"
                                 << "haeds"
                                 << "4"
                                 << "haeds";
    QTest::newRow("not a number") << "caption_decoder"
                                  << "layers"
                                  << "\"two\""
                                  << "layers";
    QTest::newRow("fraction") << "temporal_layer"
                              << "layers"
                              << "1.5"
                              << "layers";
    QTest::newRow("out of range") << "caption_decoder"
                                  << "layers"
                                  << "1000000"
                                  << "layers";
    QTest::newRow("does not divide") << "temporal_layer"
                                     << "heads"
                                     << "3"
                                     << "heads";
    QTest::newRow("only own frames") << "caption_decoder"
                                     << "own_frame_layers"
                                     << "2"
                                     << "all frames";
    QTest::newRow("draws another size") << "picture_decoder"
                                        << "channels"
                                        << "[16, 8, 8]"
                                        << "32 pixels";
    QTest::newRow("groups") << "frame_encoder"
                            << "groups"
                            << "5"
                            << "groups";
}

void ModelsStoryModelTest::a_wrong_description_is_refused() {
    QFETCH(QString, role);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, named);
    models::StoryConfig config = test::smallConfig(words);
    config.parts[role.toStdString()][key.toStdString()] = nlohmann::json::parse(value.toStdString());
    try {
        models::makeStoryModel(config);
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY(error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Mismatch);
        QVERIFY2(QString(error.what()).contains(named), error.what());
    }
}

void ModelsStoryModelTest::the_description_survives_a_round_trip() {
    const nlohmann::json json = models::toJson(test::smallConfig(words));
    QCOMPARE(models::toJson(models::storyConfigFromJson(json, "test")).dump(), json.dump());
}

QTEST_APPLESS_MAIN(ModelsStoryModelTest)
#include "models_story_model_test.moc"
