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

json tinyParts() {
    return {{"frame_encoder", {{"channels", {8, 16}}, {"blocks", 0}}},
            {"text_encoder", {{"embedding_size", 16}, {"size", 16}, {"dropout", 0}}},
            {"fusion", {{"dropout", 0}}},
            {"temporal_layer", {{"dropout", 0}, {"attention_dropout", 0}}},
            {"prediction", {{"hidden_texts", 0}}}};
}

json tinyDualDecoder() {
    json changes{{"picture_size", side}, {"hidden_size", 32}, {"parts", tinyParts()}};
    changes["parts"]["picture_decoder"] = {{"channels", {16, 8, 8}}};
    changes["parts"]["next_caption_decoder"] = {{"embedding_size", 16}};
    return changes;
}

json tinyMultitask() {
    json changes{{"picture_size", side}, {"hidden_size", 64}, {"parts", tinyParts()}};
    changes["parts"]["contrastive"] = nullptr; // the system as published has none
    changes["parts"]["fusion"]["sizes"] = {64};
    changes["parts"]["text_encoder"]["layers"] = 2;
    changes["parts"]["temporal_layer"]["layers"] = 2;
    changes["parts"]["next_caption_decoder"] = {{"layers", 2}, {"dropout", 0}};
    changes["parts"]["feature_head"] = {{"sizes", {64}}, {"dropout", 0}};
    changes["parts"]["tag_head"] = {{"sizes", {64}}, {"dropout", 0}};
    return changes;
}

std::shared_ptr<models::StoryModel> tiny(const QString& name) {
    return name == "dual" ? test::presetModel("contrastive-dual-decoder-small", words, tinyDualDecoder())
                          : test::presetModel("multitask-tags-small", words, tinyMultitask());
}

models::Batch batchOf(const models::StoryModel& model) {
    models::Batch batch = test::colouredStories(3, 4, side);
    const auto tags = static_cast<std::int64_t>(model.config().tags.size());
    batch.tags = torch::rand({3, 4, tags}).gt(0.8).to(torch::kFloat32);
    batch.tagsKnown = torch::ones({3, 4});
    return batch;
}

std::set<std::string> lossesOf(const QString& name) {
    return name == "dual" ? std::set<std::string>{"next_caption", "next_picture_mse", "contrastive"}
                          : std::set<std::string>{"next_caption", "next_feature", "tags"};
}

bool isClose(const torch::Tensor& a, const torch::Tensor& b, double tolerance = 1e-5) {
    return a.sizes() == b.sizes() && torch::allclose(a, b, 0, tolerance);
}

void bothModels() {
    QTest::addColumn<QString>("name");
    QTest::newRow("contrastive-dual-decoder") << "dual";
    QTest::newRow("multitask-tags") << "multitask";
}

} // namespace

class ModelsFusedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(4); }
    void published_sizes_have_the_published_number_of_parameters();
    void the_dual_decoder_trains_all_but_its_backbones();
    void a_batch_is_learnt_by_heart_data() { bothModels(); }
    void a_batch_is_learnt_by_heart();
    void what_is_foretold_is_not_seen_data() { bothModels(); }
    void what_is_foretold_is_not_seen();
    void padding_is_invisible_data() { bothModels(); }
    void padding_is_invisible();
    void a_missing_text_counts_as_none_data() { bothModels(); }
    void a_missing_text_counts_as_none();
    void only_wanted_losses_are_computed_data() { bothModels(); }
    void only_wanted_losses_are_computed();
    void words_say_which_frames_their_state_weighed();
    void the_published_variants_can_be_made();
    void unequal_vectors_cannot_be_contrasted();
    void other_captions_are_refused();
};

void ModelsFusedTest::published_sizes_have_the_published_number_of_parameters() {
    const auto model = test::presetModel("multitask-tags", 10'000);
    QCOMPARE(model->parameterCount(), std::int64_t{145'739'843});
    QCOMPARE(model->trainableParameterCount(), std::int64_t{145'739'843});
    QCOMPARE(model->featureCount(), std::int64_t{2048});
    QVERIFY(model->abilities().predictsFeatures && model->abilities().labelsTags && model->abilities().readsTexts);
}

void ModelsFusedTest::the_dual_decoder_trains_all_but_its_backbones() {
    const auto model = test::presetModel("contrastive-dual-decoder", 30'522);
    QCOMPARE(model->trainableParameterCount(), std::int64_t{34'871'853});
    QCOMPARE(model->parameterCount(), std::int64_t{34'871'853 + 23'508'032 + 66'362'880});
    model->train();
    torch::NoGradGuard noGrad;
    models::Batch batch = test::colouredStories(1, 2, 224);
    const torch::Tensor features = model->frozenFeatures(batch.pictures[0]);
    QVERIFY(features.sizes() == torch::IntArrayRef({2, 2048}));
    const torch::Tensor texts = model->frozenTextFeatures(batch.captions[0]);
    QVERIFY(texts.sizes() == torch::IntArrayRef({2, 768}));
    // Kept features stand for pictures and texts, though the model is in training mode.
    const models::StoryOutput seen = model->forward(batch, {"contrastive", "next_picture"});
    QVERIFY(seen.nextPicture.sizes() == torch::IntArrayRef({1, 3, 224, 224}));
    batch.features = features.unsqueeze(0);
    batch.textFeatures = texts.unsqueeze(0);
    const models::StoryOutput kept = model->forward(batch, {"contrastive", "next_picture"});
    QVERIFY(isClose(seen.encoded.states, kept.encoded.states, 1e-4));
    QVERIFY(isClose(seen.ownLosses.at("contrastive"), kept.ownLosses.at("contrastive"), 1e-3));
}

void ModelsFusedTest::a_batch_is_learnt_by_heart() {
    QFETCH(QString, name);
    const auto model = tiny(name);
    const models::Batch batch = batchOf(*model);
    const double loss = test::learnByHeart(*model, batch, lossesOf(name), 400);
    QVERIFY2(loss < 0.1, qPrintable(QString::number(loss)));
    for (std::int64_t story = 0; story < 3; ++story) {
        QCOMPARE(test::writeGreedily(*model, CaptionKind::NextCaption, test::context(batch, story), 2),
                 test::unpadded(batch.nextCaptions[story][2]));
    }
}

void ModelsFusedTest::what_is_foretold_is_not_seen() {
    QFETCH(QString, name);
    const auto model = tiny(name);
    model->eval();
    torch::NoGradGuard noGrad;
    models::Batch batch = batchOf(*model);
    const models::StoryOutput before = model->forward(batch, {"next_caption"});
    batch.pictures.select(1, 3).uniform_();
    batch.captions.select(1, 3).fill_(5);
    const models::StoryOutput after = model->forward(batch, {"next_caption"});
    QVERIFY(isClose(before.encoded.states.narrow(1, 0, 3), after.encoded.states.narrow(1, 0, 3)));
    QVERIFY(isClose(before.nextCaptions.logits, after.nextCaptions.logits));
    QVERIFY(!isClose(before.encoded.states.select(1, 3), after.encoded.states.select(1, 3), 1e-6));
}

void ModelsFusedTest::padding_is_invisible() {
    QFETCH(QString, name);
    const auto model = tiny(name);
    model->eval();
    torch::NoGradGuard noGrad;
    models::Batch batch = batchOf(*model);
    const models::StoryOutput before = model->forward(batch, {"next_caption", "contrastive"});
    batch.captions = torch::constant_pad_nd(batch.captions, {0, 4});
    batch.nextCaptions = torch::constant_pad_nd(batch.nextCaptions, {0, 4});
    const models::StoryOutput after = model->forward(batch, {"next_caption", "contrastive"});
    QVERIFY(isClose(before.encoded.states, after.encoded.states));
    QVERIFY(isClose(before.nextCaptions.logits, after.nextCaptions.logits));
    QVERIFY(before.nextCaptions.targets.equal(after.nextCaptions.targets));
}

void ModelsFusedTest::a_missing_text_counts_as_none() {
    QFETCH(QString, name);
    const auto model = tiny(name);
    model->eval();
    torch::NoGradGuard noGrad;
    const models::Batch batch = batchOf(*model);
    models::StoryInput input = batch.input();
    const torch::Tensor read = model->encode(input).states;
    input.texts = torch::zeros_like(input.texts);
    const torch::Tensor padded = model->encode(input).states;
    input.texts = torch::Tensor();
    QVERIFY(isClose(padded, model->encode(input).states));
    QVERIFY(!isClose(padded, read, 1e-6));
}

void ModelsFusedTest::only_wanted_losses_are_computed() {
    QFETCH(QString, name);
    const auto model = tiny(name);
    const models::Batch batch = batchOf(*model);
    const models::StoryOutput little = model->forward(batch, {"next_caption"});
    QVERIFY(little.ownLosses.empty() && !little.nextPicture.defined() && little.nextCaptions.logits.defined());
    const models::StoryOutput all = model->forward(batch);
    QCOMPARE(all.ownLosses.size(), std::size_t(name == "dual" ? 2 : 1));
    for (const auto& [term, loss] : all.ownLosses) {
        QVERIFY2(loss.dim() == 0 && loss.isfinite().item<bool>() && loss.item<double>() > 0, term.c_str());
    }
    if (name == "multitask") {
        torch::NoGradGuard noGrad;
        QVERIFY(model->nextFeatures(all.encoded, 2).sizes() == torch::IntArrayRef({3, model->featureCount()}));
    }
}

void ModelsFusedTest::words_say_which_frames_their_state_weighed() {
    const auto model = tiny("multitask");
    model->eval();
    torch::NoGradGuard noGrad;
    const models::Batch batch = batchOf(*model);
    const models::EncodedStory encoded = model->encode(test::context(batch, 1));
    QVERIFY(encoded.temporalAttention.size() == 1);
    QVERIFY(encoded.temporalAttention[0].sizes() == torch::IntArrayRef({1, 4, 3, 3}));
    const nn::TextMemory memory = model->remember(CaptionKind::NextCaption, encoded);
    nn::TextCache cache = model->begin(CaptionKind::NextCaption, encoded, 1, 2);
    const nn::TextStep step = model->step(CaptionKind::NextCaption, torch::tensor({2, 2}, torch::kLong), memory, cache);
    QVERIFY(step.attention.sizes() == torch::IntArrayRef({1, 2, 4, 3}));
    QVERIFY(isClose(step.attention.sum(-1), torch::ones({1, 2, 4})));
    QVERIFY(isClose(step.attention[0][0], encoded.temporalAttention[0][0].select(1, 1)));
    QCOMPARE(step.attention.select(3, 2).abs().max().item<double>(), 0.0); // the frame after it
}

void ModelsFusedTest::the_published_variants_can_be_made() {
    json changes = tinyMultitask();
    changes["maximum_frames"] = 6;
    changes["context_frames"] = 5;
    changes["parts"]["text_encoder"]["padding"] = "read";
    const auto model = test::presetModel("multitask-tags-small", words, changes);
    models::Batch batch = test::colouredStories(2, 6, side); // the fifth frame again as the sixth
    batch.pictures.select(1, 5).copy_(batch.pictures.select(1, 4));
    batch.nextCaptions = batch.captions.narrow(1, 0, 5).contiguous();
    const models::StoryOutput output = model->forward(batch, {"next_caption", "next_feature"});
    QVERIFY(output.ownLosses.contains("next_feature"));
    QCOMPARE(output.nextCaptions.targets.size(0),
             batch.nextCaptions.narrow(2, 1, 5).ne(0).sum().item<std::int64_t>()); // after every frame, in this preset
    json dual = tinyDualDecoder();
    dual["parts"]["contrastive"] = {{"equal_texts", "negatives"}};
    dual["parts"]["prediction"]["captions"] = "of_target";
    const auto published = test::presetModel("contrastive-dual-decoder-small", words, dual);
    const models::Batch stories = test::colouredStories(2, 5, side);
    QCOMPARE(published->forward(stories, {"next_caption"}).nextCaptions.targets.size(0),
             stories.nextCaptions.select(1, 3).narrow(1, 1, 5).ne(0).sum().item<std::int64_t>());
}

void ModelsFusedTest::unequal_vectors_cannot_be_contrasted() {
    json changes = tinyDualDecoder();
    changes["parts"]["text_encoder"]["size"] = 8;
    try {
        test::presetModel("contrastive-dual-decoder-small", words, changes);
        QFAIL("no error");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::Mismatch);
    }
}

void ModelsFusedTest::other_captions_are_refused() {
    const auto model = tiny("dual");
    const models::Batch batch = batchOf(*model);
    for (const auto kind : {CaptionKind::Caption, CaptionKind::ClipCaption}) {
        try {
            model->begin(kind, model->encode(batch.input()), 0);
            QFAIL("no error");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Unsupported);
        }
    }
}

QTEST_APPLESS_MAIN(ModelsFusedTest)
#include "models_fused_test.moc"
