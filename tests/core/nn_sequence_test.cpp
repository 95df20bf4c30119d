// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/content_latent.h"
#include "core/nn/conv_picture_encoder.h"
#include "core/nn/frame_pooling.h"
#include "core/nn/frame_recurrence.h"
#include "core/nn/latent_losses.h"
#include "core/nn/latent_picture_decoder.h"
#include "core/nn/lstm_text_decoder.h"
#include "core/nn/lstm_text_encoder.h"
#include "core/nn/tag_embedding.h"

#include <torch/torch.h>

#include <QTest>

#include <cmath>

using namespace storyscope;
using nn::PoolingForm;
using Condition = nn::LstmTextDecoderOptions::Condition;

namespace {

constexpr std::int64_t bertWords = 30'522;

std::int64_t count(const torch::nn::Module& module) {
    std::int64_t sum = 0;
    for (const torch::Tensor& parameter : module.parameters()) {
        sum += parameter.numel();
    }
    return sum;
}

bool isNear(const torch::Tensor& a, const torch::Tensor& b, double tolerance = 1e-5) {
    return a.sizes() == b.sizes() && (a - b).abs().max().item<double>() < tolerance;
}

bool hasShape(const torch::Tensor& tensor, const std::vector<std::int64_t>& shape) {
    return tensor.sizes() == torch::IntArrayRef(shape);
}

void set(torch::nn::Module& module, const std::string& name, const torch::Tensor& values) {
    const torch::NoGradGuard noGradients;
    module.named_parameters()[name].copy_(values.view_as(module.named_parameters()[name]));
}

nn::LstmTextDecoderOptions decoderOptions(Condition condition) {
    nn::LstmTextDecoderOptions options;
    options.vocabularySize = 11;
    options.embeddingSize = 6;
    options.hiddenSize = 8;
    options.condition = condition;
    options.stateSize = 5;
    options.conditionSize = 7;
    return options;
}

torch::Tensor sequence() {
    return torch::tensor({{1.0F, 0.0F}, {0.0F, 1.0F}, {1.0F, 1.0F}, {2.0F, -1.0F}}).unsqueeze(0);
}

} // namespace

class NnSequenceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(11); }
    void the_visual_autoencoder_has_the_published_size();
    void the_visual_autoencoder_starts_as_published();
    void pictures_of_any_size_are_encoded_and_drawn_data();
    void pictures_of_any_size_are_encoded_and_drawn();
    void the_text_autoencoder_has_the_published_size_data();
    void the_text_autoencoder_has_the_published_size();
    void the_published_gru_has_2400_parameters();
    void a_fixed_query_gives_the_published_weights();
    void additive_pooling_follows_its_formula();
    void scaled_dot_product_pooling_follows_its_formula();
    void mean_and_last_pooling_need_nothing_learned();
    void pooling_never_looks_ahead_data();
    void pooling_never_looks_ahead();
    void skipped_padding_changes_nothing();
    void read_padding_is_read_to_the_full_length();
    void writing_step_by_step_equals_teacher_forcing_data();
    void writing_step_by_step_equals_teacher_forcing();
    void a_recurrence_remembers_unless_it_is_zeroed();
    void tags_are_averaged();
    void saying_always_the_same_gains_nothing();
    void a_standard_normal_diverges_by_nothing();
    void a_variational_latent_varies_in_training_only();
};

void NnSequenceTest::the_visual_autoencoder_has_the_published_size() {
    const nn::ConvPictureEncoder encoder({});
    const nn::LatentPictureDecoder decoder({});
    QCOMPARE(count(encoder), std::int64_t{330'544});
    QCOMPARE(count(decoder), std::int64_t{172'995});
}

void NnSequenceTest::the_visual_autoencoder_starts_as_published() {
    nn::ConvPictureEncoder encoder({});
    nn::LatentPictureDecoder decoder({});
    int checked = 0;
    for (torch::nn::Module* module : std::initializer_list<torch::nn::Module*>{&encoder, &decoder}) {
        for (const auto& item : module->named_parameters()) {
            const bool isNorm = item.key().find("norm") != std::string::npos;
            if (isNorm || item.value().dim() == 1) {
                QVERIFY2(isNorm || item.value().abs().max().item<double>() == 0, item.key().c_str());
                continue;
            }
            const double fanIn = static_cast<double>(item.value()[0].numel());
            if (item.value().numel() > 5000) {
                const double expected = std::sqrt(2 / fanIn);
                QVERIFY2(std::abs(item.value().std().item<double>() / expected - 1) < 0.05, item.key().c_str());
                ++checked;
            }
        }
    }
    QCOMPARE(checked, 9);
}

void NnSequenceTest::pictures_of_any_size_are_encoded_and_drawn_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("even");
    QTest::newRow("published") << 60 << 125 << false;
    QTest::newRow("second version") << 60 << 125 << true;
    QTest::newRow("square") << 48 << 48 << true;
    QTest::newRow("odd") << 17 << 33 << false;
}

void NnSequenceTest::pictures_of_any_size_are_encoded_and_drawn() {
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(bool, even);
    const torch::NoGradGuard noGradients;
    nn::ConvPictureEncoder encoder({.height = height, .width = width, .backbones = even ? 1 : 2, .latentSize = 12});
    nn::LatentPictureDecoder decoder(
        {.latentSize = 12,
         .height = height,
         .width = width,
         .kernels = even ? std::vector<std::int64_t>{4, 4, 4} : std::vector<std::int64_t>{3, 5, 7}});
    const torch::Tensor latents = encoder.forward(torch::rand({2, 3, height, width}));
    QVERIFY(hasShape(latents, {2, 12}));
    const torch::Tensor pictures = decoder.forward(latents);
    QVERIFY(hasShape(pictures, {2, 3, height, width}));
    QVERIFY(pictures.min().item<double>() >= 0 && pictures.max().item<double>() <= 1);
}

void NnSequenceTest::the_text_autoencoder_has_the_published_size_data() {
    QTest::addColumn<int>("embedding");
    QTest::addColumn<qint64>("parameters");
    QTest::newRow("16") << 16 << qint64{1'499'930};
    QTest::newRow("128") << 128 << qint64{8'351'194};
}

void NnSequenceTest::the_text_autoencoder_has_the_published_size() {
    QFETCH(int, embedding);
    QFETCH(qint64, parameters);
    const nn::LstmTextEncoder encoder({.vocabularySize = bertWords, .embeddingSize = embedding});
    const nn::LstmTextDecoder decoder({.vocabularySize = bertWords, .embeddingSize = embedding});
    QCOMPARE(qint64{count(encoder) + count(decoder)}, parameters);
}

void NnSequenceTest::the_published_gru_has_2400_parameters() {
    QCOMPARE(count(nn::FrameRecurrence({})), std::int64_t{2'400});
}

void NnSequenceTest::a_fixed_query_gives_the_published_weights() {
    const auto pooling = nn::makeFramePooling(PoolingForm::FixedQuery, 2);
    set(*pooling, "query.weight", torch::tensor({0.5F, -0.25F}));
    set(*pooling, "query.bias", torch::tensor({0.1F}));
    const torch::Tensor weights = pooling->forward(sequence());
    QVERIFY(isNear(weights[0][0][3], torch::tensor({0.228929F, 0.108138F, 0.178290F, 0.484643F}), 1e-6));
    QVERIFY(isNear(nn::pooled(weights, sequence())[0][3], torch::tensor({1.376504F, -0.198214F}), 1e-6));
}

void NnSequenceTest::additive_pooling_follows_its_formula() {
    const auto pooling = nn::makeFramePooling(PoolingForm::Additive, 2);
    QCOMPARE(count(*nn::makeFramePooling(PoolingForm::Additive, 16)), std::int64_t{289});
    const torch::Tensor inner = torch::tensor({{0.3F, -0.2F}, {0.7F, 0.4F}});
    const torch::Tensor offset = torch::tensor({0.1F, -0.3F});
    const torch::Tensor score = torch::tensor({1.5F, -0.5F});
    set(*pooling, "inner.weight", inner);
    set(*pooling, "inner.bias", offset);
    set(*pooling, "score.weight", score);
    std::vector<float> scores;
    for (std::int64_t frame = 0; frame < 4; ++frame) {
        scores.push_back(score.dot(torch::tanh(torch::mv(inner, sequence()[0][frame]) + offset)).item<float>());
    }
    QVERIFY(isNear(pooling->forward(sequence())[0][0][3], torch::softmax(torch::tensor(scores), 0)));
}

void NnSequenceTest::scaled_dot_product_pooling_follows_its_formula() {
    const auto pooling = nn::makeFramePooling(PoolingForm::ScaledDotProduct, 2);
    const torch::Tensor query = torch::tensor({{0.3F, -0.2F}, {0.7F, 0.4F}});
    const torch::Tensor key = torch::tensor({{1.0F, 0.5F}, {-0.6F, 0.9F}});
    set(*pooling, "query.weight", query);
    set(*pooling, "key.weight", key);
    const torch::Tensor asked = torch::mv(query, sequence()[0][2]);
    std::vector<float> scores;
    for (std::int64_t frame = 0; frame < 3; ++frame) {
        scores.push_back(asked.dot(torch::mv(key, sequence()[0][frame])).item<float>() / std::sqrt(2.0F));
    }
    const torch::Tensor weights = pooling->forward(sequence())[0][0][2];
    QVERIFY(isNear(weights.narrow(0, 0, 3), torch::softmax(torch::tensor(scores), 0)));
    QCOMPARE(weights[3].item<float>(), 0.0F);
}

void NnSequenceTest::mean_and_last_pooling_need_nothing_learned() {
    const auto mean = nn::makeFramePooling(PoolingForm::Mean, 2);
    const auto last = nn::makeFramePooling(PoolingForm::Last, 2);
    QCOMPARE(count(*mean) + count(*last), std::int64_t{0});
    const torch::Tensor running = sequence().cumsum(1) / torch::arange(1, 5).view({1, 4, 1});
    QVERIFY(isNear(nn::pooled(mean->forward(sequence()), sequence()), running));
    QVERIFY(isNear(nn::pooled(last->forward(sequence()), sequence()), sequence()));
}

void NnSequenceTest::pooling_never_looks_ahead_data() {
    QTest::addColumn<int>("form");
    QTest::newRow("fixed query") << static_cast<int>(PoolingForm::FixedQuery);
    QTest::newRow("additive") << static_cast<int>(PoolingForm::Additive);
    QTest::newRow("scaled dot product") << static_cast<int>(PoolingForm::ScaledDotProduct);
    QTest::newRow("mean") << static_cast<int>(PoolingForm::Mean);
    QTest::newRow("last") << static_cast<int>(PoolingForm::Last);
}

void NnSequenceTest::pooling_never_looks_ahead() {
    QFETCH(int, form);
    const auto pooling = nn::makeFramePooling(static_cast<PoolingForm>(form), 6);
    const torch::Tensor weights = pooling->forward(torch::randn({3, 5, 6}));
    QVERIFY(hasShape(weights, {3, 1, 5, 5}));
    QVERIFY((weights.sum(-1) - 1).abs().max().item<double>() < 1e-6);
    QCOMPARE(torch::triu(weights, 1).abs().max().item<double>(), 0.0);
}

void NnSequenceTest::skipped_padding_changes_nothing() {
    const torch::NoGradGuard noGradients;
    nn::LstmTextEncoder encoder({.vocabularySize = 11, .embeddingSize = 4, .hiddenSize = 6});
    const torch::Tensor text = torch::tensor({{2L, 5L, 7L, 3L}, {2L, 3L, 0L, 0L}, {0L, 0L, 0L, 0L}});
    const auto plain = encoder.forward(text);
    const auto padded = encoder.forward(torch::constant_pad_nd(text, {0, 5}, 0));
    QVERIFY(isNear(plain.hidden, padded.hidden) && isNear(plain.cell, padded.cell));
    QVERIFY(isNear(plain.hidden[1], encoder.forward(torch::tensor({{2L, 3L}})).hidden[0]));
    QCOMPARE(plain.hidden[2].abs().max().item<double>(), 0.0);
}

void NnSequenceTest::read_padding_is_read_to_the_full_length() {
    const torch::NoGradGuard noGradients;
    const auto options = [](nn::LstmTextEncoderOptions::Padding padding) {
        return nn::LstmTextEncoderOptions{
            .vocabularySize = 11, .embeddingSize = 4, .hiddenSize = 6, .padding = padding, .padId = 0, .length = 9};
    };
    nn::LstmTextEncoder reading(options(nn::LstmTextEncoderOptions::Padding::Read));
    const torch::Tensor text = torch::tensor({{2L, 5L, 7L, 3L}});
    const torch::Tensor longer = torch::constant_pad_nd(text, {0, 5}, 0);
    QVERIFY(isNear(reading.forward(text).hidden, reading.forward(longer).hidden));
    torch::manual_seed(1);
    nn::LstmTextEncoder one(options(nn::LstmTextEncoderOptions::Padding::Read));
    torch::manual_seed(1);
    nn::LstmTextEncoder other(options(nn::LstmTextEncoderOptions::Padding::Skipped));
    QVERIFY(!isNear(one.forward(text).hidden, other.forward(text).hidden, 1e-3));
}

void NnSequenceTest::writing_step_by_step_equals_teacher_forcing_data() {
    QTest::addColumn<bool>("everyStep");
    QTest::newRow("initial state") << false;
    QTest::newRow("every step") << true;
}

void NnSequenceTest::writing_step_by_step_equals_teacher_forcing() {
    QFETCH(bool, everyStep);
    const torch::NoGradGuard noGradients;
    nn::LstmTextDecoder decoder(decoderOptions(everyStep ? Condition::EveryStep : Condition::InitialState));
    decoder.eval();
    QCOMPARE(decoder.stateSize(), std::int64_t{everyStep ? 5 : 16});
    const torch::Tensor tokens = torch::randint(11, {2, 3, 7}, torch::kLong);
    const torch::Tensor states = torch::randn({2, 3, decoder.stateSize()});
    const torch::Tensor whole = decoder.logits(decoder.forward(tokens, states, {}).hidden);
    QVERIFY(hasShape(whole, {2, 3, 7, 11}));
    nn::TextCache cache = decoder.begin(states[1][2], 2, 2);
    for (std::int64_t t = 0; t < 7; ++t) {
        const nn::TextStep step = decoder.step(tokens[1][2][t].expand({2}), {}, cache);
        QVERIFY(isNear(step.logits[0], whole[1][2][t]) && isNear(step.logits[1], whole[1][2][t]));
        if (t == 3) {
            nn::selectRows(cache, torch::tensor({1L, 0L}));
        }
    }
    QVERIFY(!isNear(whole[0][0], whole[1][2], 1e-3));
}

void NnSequenceTest::a_recurrence_remembers_unless_it_is_zeroed() {
    const torch::NoGradGuard noGradients;
    using Options = nn::FrameRecurrenceOptions;
    torch::Tensor frames = torch::randn({1, 4, 3});
    for (const Options::Kind kind : {Options::Kind::Gru, Options::Kind::Lstm}) {
        nn::FrameRecurrence kept({.kind = kind, .inputSize = 3, .size = 5});
        const torch::Tensor before = kept.forward(frames);
        QVERIFY(hasShape(before, {1, 4, 5}));
        torch::Tensor changed = frames.clone();
        changed.select(1, 1).add_(1);
        const torch::Tensor after = kept.forward(changed);
        QVERIFY(torch::equal(before.select(1, 0), after.select(1, 0)));
        QVERIFY(!isNear(before.select(1, 3), after.select(1, 3), 1e-4));
        nn::FrameRecurrence zeroed({.kind = kind, .output = Options::Output::Zeroed, .inputSize = 3, .size = 5});
        QCOMPARE(zeroed.forward(frames).abs().max().item<double>(), 0.0);
    }
    nn::FrameRecurrence none({.kind = Options::Kind::None, .inputSize = 3, .size = 5});
    QVERIFY(torch::equal(none.forward(frames), frames));
    QCOMPARE(none.size(), std::int64_t{3});
}

void NnSequenceTest::tags_are_averaged() {
    const torch::NoGradGuard noGradients;
    nn::TagEmbedding embedding(3, 4);
    const torch::Tensor table = embedding.named_parameters()["embedding.weight"];
    const torch::Tensor frames = embedding.forward(torch::tensor({{{1.0F, 0.0F, 1.0F}, {0.0F, 0.0F, 0.0F}}}));
    QVERIFY(isNear(frames[0][0], (table[0] + table[2]) / 2));
    QCOMPARE(frames[0][1].abs().max().item<double>(), 0.0);
}

void NnSequenceTest::saying_always_the_same_gains_nothing() {
    const torch::Tensor truth = torch::randn({6, 8});
    QVERIFY(nn::centredCosineLoss(truth, truth).item<double>() < 1e-6);
    const torch::Tensor constant = truth.mean(0, true).expand({6, -1});
    QVERIFY(std::abs(nn::centredCosineLoss(constant, truth).item<double>() - 1) < 1e-3);
    const torch::Tensor centre = truth.mean(0, true);
    QVERIFY(std::abs(nn::centredCosineLoss(2 * centre - truth, truth).item<double>() - 2) < 1e-5);
    const torch::Tensor target = torch::randn({6, 8}, torch::requires_grad());
    const torch::Tensor predicted = torch::randn({6, 8}, torch::requires_grad());
    nn::centredCosineLoss(predicted, target).backward();
    QVERIFY(predicted.grad().defined() && !target.grad().defined());
}

void NnSequenceTest::a_standard_normal_diverges_by_nothing() {
    QCOMPARE(nn::standardNormalDivergence(torch::zeros({1, 4}), torch::zeros({1, 4})).item<double>(), 0.0);
    QCOMPARE(nn::standardNormalDivergence(torch::ones({1, 4}), torch::zeros({1, 4})).item<double>(), 2.0);
    const double expected = 0.5 * (4 - 1 - std::log(4.0));
    QVERIFY(
        std::abs(nn::standardNormalDivergence(torch::zeros({1, 1}), torch::full({1, 1}, std::log(4.0))).item<double>() -
                 expected) < 1e-5);
}

void NnSequenceTest::a_variational_latent_varies_in_training_only() {
    const torch::NoGradGuard noGradients;
    nn::ContentLatent latent({.sequenceSize = 6,
                              .pictureSize = 4,
                              .textSize = 5,
                              .picture = nn::ContentLatentOptions::Picture::Variational});
    const nn::LatentContext context{.sequence = torch::randn({2, 3, 6}),
                                    .weights =
                                        nn::makeFramePooling(PoolingForm::Mean, 6)->forward(torch::ones({2, 3, 6})),
                                    .pictures = torch::randn({2, 3, 4}),
                                    .texts = torch::randn({2, 3, 5})};
    latent.eval();
    const nn::NextLatents certain = latent.forward(context);
    QVERIFY(hasShape(certain.picture, {2, 3, 4}) && hasShape(certain.text, {2, 3, 5}) && hasShape(certain.kl, {2, 3}));
    QVERIFY(torch::equal(certain.picture, latent.forward(context).picture));
    latent.train();
    QVERIFY(!isNear(latent.forward(context).picture, latent.forward(context).picture, 1e-3));
}

QTEST_APPLESS_MAIN(NnSequenceTest)
#include "nn_sequence_test.moc"
