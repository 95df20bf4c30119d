// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "tests/support/one_batch.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope;
using models::CaptionKind;
using nlohmann::json;

namespace {

constexpr std::int64_t words = 12;
constexpr std::int64_t side = 16;

json tiny() {
    return {
        {"picture_size", side},
        {"hidden_size", 32},
        {"parts",
         {{"frame_encoder", {{"channels", {8, 16}}, {"blocks", 0}}},
          {"clip_encoder", {{"dropout", 0}, {"heads", 4}}},
          {"clip_decoder", {{"stem_size", 16}, {"stem_heads", 4}, {"heads", 4}, {"inner_size", 64}, {"dropout", 0}}}}}};
}

json published() {
    json changes = tiny();
    changes["parts"]["clip_encoder"]["visible_frames"] = "causal";
    changes["parts"]["clip_decoder"]["visible_frames"] = "causal";
    changes["parts"]["clip_decoder"]["queries"] = "plain";
    changes["parts"]["clip_decoder"]["padding"] = "counted";
    changes["parts"]["contrastive"] = {{"form", "plain"}};
    return changes;
}

json rotary() {
    json changes = tiny();
    changes["parts"]["clip_encoder"]["positions"] = "rotary_halves";
    changes["parts"]["clip_decoder"]["positions"] = "rotary_neighbours";
    return changes;
}

std::shared_ptr<models::StoryModel> modelWith(const json& changes) {
    auto model = test::presetModel("video-transformer-small", words, changes);
    model->eval();
    return model;
}

bool isClose(const torch::Tensor& a, const torch::Tensor& b, double tolerance = 1e-5) {
    return a.sizes() == b.sizes() && torch::allclose(a, b, 0, tolerance);
}

} // namespace

class ModelsVideoTransformerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(6); }
    void published_sizes_have_the_published_number_of_parameters();
    void a_batch_is_learnt_by_heart_data();
    void a_batch_is_learnt_by_heart();
    void padding_is_invisible_unless_as_published();
    void every_word_sees_the_whole_clip_unless_as_published();
    void steps_give_what_forward_gives_data();
    void steps_give_what_forward_gives();
    void padding_as_published_is_learnt_like_words();
    void frames_outside_the_limits_are_refused();
    void the_photo_captioner_learns_a_batch_by_heart();
    void the_photo_captioner_reads_the_grid_of_its_backbone();
};

void ModelsVideoTransformerTest::published_sizes_have_the_published_number_of_parameters() {
    const auto model = test::presetModel("video-transformer", 30'522);
    QCOMPARE(model->trainableParameterCount(), std::int64_t{71'984'922});
    QCOMPARE(model->parameterCount(), std::int64_t{71'984'922 + 11'176'512});
    QCOMPARE(model->config().maximumFrames, std::int64_t{16});
    torch::NoGradGuard noGrad;
    const models::EncodedStory encoded = model->encode(models::StoryInput{
        .pictures = {}, .features = torch::rand({1, 16, 512}), .texts = {}, .textFeatures = {}, .tags = {}});
    QVERIFY(encoded.states.sizes() == torch::IntArrayRef({1, 16, 768}));
    QVERIFY(encoded.temporalAttention[0].sizes() == torch::IntArrayRef({1, 8, 16, 16}));
}

void ModelsVideoTransformerTest::a_batch_is_learnt_by_heart_data() {
    QTest::addColumn<int>("variant");
    QTest::newRow("corrected") << 0;
    QTest::newRow("as published") << 1;
    QTest::newRow("rotary positions") << 2;
}

void ModelsVideoTransformerTest::a_batch_is_learnt_by_heart() {
    QFETCH(int, variant);
    const auto model = modelWith(variant == 1 ? published() : variant == 2 ? rotary() : tiny());
    const models::Batch batch = test::colouredStories(4, 3, side);
    const double loss = test::learnByHeart(*model, batch, {"clip_caption", "contrastive"}, 200);
    QVERIFY2(loss < 0.1, qPrintable(QString::number(loss)));
    for (std::int64_t story = 0; story < 4; ++story) {
        const models::StoryInput clip = models::StoryInput::of(batch.pictures.narrow(0, story, 1));
        QCOMPARE(test::writeGreedily(*model, CaptionKind::ClipCaption, clip, 2),
                 test::unpadded(batch.clipCaptions[story]));
    }
}

void ModelsVideoTransformerTest::padding_is_invisible_unless_as_published() {
    torch::NoGradGuard noGrad;
    for (const bool isPublished : {false, true}) {
        const auto model = modelWith(isPublished ? published() : tiny());
        models::Batch batch = test::colouredStories(3, 4, side);
        const models::StoryOutput before = model->forward(batch);
        batch.clipCaptions = torch::constant_pad_nd(batch.clipCaptions, {0, 5});
        const models::StoryOutput after = model->forward(batch);
        QCOMPARE(isClose(before.clipCaptions.logits, after.clipCaptions.logits), !isPublished);
        QCOMPARE(isClose(before.ownLosses.at("contrastive"), after.ownLosses.at("contrastive")), !isPublished);
    }
}

void ModelsVideoTransformerTest::every_word_sees_the_whole_clip_unless_as_published() {
    torch::NoGradGuard noGrad;
    for (const bool isPublished : {false, true}) {
        const auto model = modelWith(isPublished ? published() : tiny());
        models::Batch batch = test::colouredStories(1, 4, side);
        const models::StoryOutput before = model->forward(batch);
        batch.pictures.select(1, 3).uniform_();
        const models::StoryOutput after = model->forward(batch);
        QCOMPARE(isClose(before.clipCaptions.logits[0], after.clipCaptions.logits[0], 1e-6), isPublished);
        QCOMPARE(isClose(before.encoded.states[0][0], after.encoded.states[0][0], 1e-6), isPublished);
        QVERIFY(isClose(before.encoded.temporalAttention[0].sum(-1), torch::ones({1, 4, 4})));
        QVERIFY(isClose(before.clipCaptions.attention.sum(-1), torch::ones({1, 4, 1, 5})));
        QCOMPARE((before.encoded.temporalAttention[0] == 0).any().item<bool>(), isPublished);
    }
}

void ModelsVideoTransformerTest::steps_give_what_forward_gives_data() {
    a_batch_is_learnt_by_heart_data();
}

void ModelsVideoTransformerTest::steps_give_what_forward_gives() {
    QFETCH(int, variant);
    const auto model = modelWith(variant == 1 ? published() : variant == 2 ? rotary() : tiny());
    torch::NoGradGuard noGrad;
    models::Batch batch = test::colouredStories(1, 4, side);
    batch.clipCaptions = torch::tensor({{2, 7, 5, 9, 4, 3}}, torch::kLong);
    const models::StoryOutput whole = model->forward(batch);
    const models::EncodedStory encoded = model->encode(batch.input());
    const nn::TextMemory memory = model->remember(CaptionKind::ClipCaption, encoded);
    nn::TextCache cache = model->begin(CaptionKind::ClipCaption, encoded, 3);
    for (std::int64_t t = 0; t < 5; ++t) {
        const nn::TextStep step =
            model->step(CaptionKind::ClipCaption, batch.clipCaptions[0].narrow(0, t, 1), memory, cache);
        QVERIFY(isClose(step.logits[0], whole.clipCaptions.logits[t]));
        QVERIFY(step.attention.sizes() == torch::IntArrayRef({2, 1, 4, 4})); // layers, rows, heads, frames
        QVERIFY(isClose(step.attention[-1][0], whole.clipCaptions.attention[0].select(2, t).squeeze(1)));
    }
}

void ModelsVideoTransformerTest::padding_as_published_is_learnt_like_words() {
    const auto model = modelWith(published());
    models::Batch batch = test::colouredStories(1, 2, side);
    batch.clipCaptions = torch::tensor({{2, 7, 5, 3, 0, 0}}, torch::kLong);
    const models::StoryOutput output = model->forward(batch);
    QVERIFY(output.clipCaptions.targets.equal(torch::tensor({7, 5, 3, 0, 0, 3}, torch::kLong)));
    QCOMPARE(output.clipCaptions.logits.size(0), std::int64_t{6});
}

void ModelsVideoTransformerTest::frames_outside_the_limits_are_refused() {
    const auto model = modelWith(tiny());
    for (const std::int64_t frames : {std::int64_t{0}, std::int64_t{9}}) {
        try {
            model->encode(models::StoryInput::of(torch::rand({1, frames, 3, side, side})));
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::BadArgument);
        }
    }
}

void ModelsVideoTransformerTest::the_photo_captioner_learns_a_batch_by_heart() {
    const json changes{{"picture_size", side},
                       {"hidden_size", 32},
                       {"parts",
                        {{"frame_encoder", {{"channels", {8, 16}}, {"blocks", 0}}},
                         {"temporal_layer", {{"inner_size", 64}, {"dropout", 0}}},
                         {"caption_decoder", {{"inner_size", 64}, {"dropout", 0}}}}}};
    const auto model = test::presetModel("photo-captioner-small", words, changes);
    const models::Batch batch = test::colouredStories(4, 1, side);
    const double loss = test::learnByHeart(*model, batch, {"caption"}, 150);
    QVERIFY2(loss < 0.1, qPrintable(QString::number(loss)));
    for (std::int64_t photo = 0; photo < 4; ++photo) {
        const models::StoryInput shown = models::StoryInput::of(batch.pictures.narrow(0, photo, 1));
        QCOMPARE(test::writeGreedily(*model, CaptionKind::Caption, shown, 0), test::unpadded(batch.captions[photo][0]));
    }
}

void ModelsVideoTransformerTest::the_photo_captioner_reads_the_grid_of_its_backbone() {
    const auto model = test::presetModel("photo-captioner", 100);
    torch::NoGradGuard noGrad;
    const torch::Tensor features = model->frozenFeatures(torch::rand({2, 3, 160, 160}));
    QVERIFY(features.sizes() == torch::IntArrayRef({2, 512, 9, 9}));
    QCOMPARE(model->grid().cells(), std::int64_t{81});
}

QTEST_APPLESS_MAIN(ModelsVideoTransformerTest)
#include "models_video_transformer_test.moc"
