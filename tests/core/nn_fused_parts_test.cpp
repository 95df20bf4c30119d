// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/bilstm_text_encoder.h"
#include "core/nn/clip_decoder.h"
#include "core/nn/contrastive.h"
#include "core/nn/one_hot_text_decoder.h"
#include "core/nn/rotary.h"
#include "core/nn/state_text_decoder.h"
#include "core/nn/story_lstm.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope;

namespace {

bool isClose(const torch::Tensor& a, const torch::Tensor& b, double tolerance = 1e-5) {
    return a.sizes() == b.sizes() && torch::allclose(a, b, 0, tolerance);
}

torch::Tensor pictures() {
    return torch::tensor({{1.0F, 0.0F, 0.0F}, {0.0F, 1.0F, 0.0F}, {1.0F, 1.0F, 0.0F}});
}

torch::Tensor texts() {
    return torch::tensor({{1.0F, 0.2F, 0.0F}, {0.0F, 1.0F, 0.5F}, {0.5F, 1.0F, 0.1F}});
}

/// Copies what a parameter of one module is into another's.
void give(torch::nn::Module& module, const std::string& name, const torch::Tensor& value) {
    torch::NoGradGuard noGrad;
    module.named_parameters()[name].copy_(value);
}

std::shared_ptr<nn::ClipDecoder> clipDecoder(nn::ClipSight sight, std::optional<nn::RotaryPairs> rotary) {
    auto decoder = std::make_shared<nn::ClipDecoder>(nn::ClipDecoderOptions{.vocabularySize = 11,
                                                                            .stemSize = 8,
                                                                            .stemHeads = 2,
                                                                            .size = 12,
                                                                            .heads = 3,
                                                                            .layers = 2,
                                                                            .innerSize = 24,
                                                                            .maximumTokens = 7,
                                                                            .sight = sight,
                                                                            .rotary = rotary});
    decoder->eval();
    return decoder;
}

} // namespace

class NnFusedPartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(5); }
    void contrastive_losses_have_their_published_values_data();
    void contrastive_losses_have_their_published_values();
    void pairs_with_equal_texts_are_no_negatives();
    void rotary_positions_have_their_published_values();
    void rotated_vectors_know_their_distance_only();
    void one_hot_decoder_equals_the_product_with_one_hot_vectors();
    void decoders_of_a_state_step_as_they_learn_data();
    void decoders_of_a_state_step_as_they_learn();
    void hidden_padding_does_not_change_a_texts_vector();
    void multi_head_attention_is_torchs();
    void clip_words_step_as_they_learn_data();
    void clip_words_step_as_they_learn();
    void story_lstm_looks_back_only();
};

void NnFusedPartsTest::contrastive_losses_have_their_published_values_data() {
    QTest::addColumn<double>("temperature");
    QTest::addColumn<double>("expected");
    QTest::newRow("0.07") << 0.07 << 0.2294959;
    QTest::newRow("1") << 1.0 << 0.8515607;
    QTest::newRow("0.5") << 0.5 << 0.6832860;
    QTest::newRow("plain") << 0.0 << 0.8256645;
}

void NnFusedPartsTest::contrastive_losses_have_their_published_values() {
    QFETCH(double, temperature);
    QFETCH(double, expected);
    const torch::Tensor loss = temperature == 0 ? nn::plainContrastiveLoss(pictures(), texts())
                                                : nn::symmetricContrastiveLoss(pictures(), texts(), temperature);
    QVERIFY2(std::abs(loss.item<double>() - expected) < 2e-6, qPrintable(QString::number(loss.item<double>(), 'g', 9)));
}

void NnFusedPartsTest::pairs_with_equal_texts_are_no_negatives() {
    const torch::Tensor tokens = torch::tensor({{2, 5, 3, 0}, {2, 6, 3, 0}, {2, 5, 3, 0}});
    const torch::Tensor equal = nn::equalToOthers(tokens);
    QVERIFY(equal.equal(torch::tensor({{false, false, true}, {false, false, false}, {true, false, false}})));
    const torch::Tensor same = texts().index_select(0, torch::tensor({0, 1, 0}, torch::kLong));
    using Equal = nn::ContrastiveOptions::EqualTexts;
    const auto loss = [&](const torch::Tensor& seen, const torch::Tensor& read, const torch::Tensor& words, Equal how) {
        return nn::contrastiveLoss(seen, read, words, {.equalTexts = how, .temperature = 0.5}).item<double>();
    };
    QVERIFY(loss(pictures(), same, tokens, Equal::Excluded) < loss(pictures(), same, tokens, Equal::Negatives) - 0.1);
    // Two pictures with one text: nothing is left to be told apart.
    const torch::Tensor rows = torch::tensor({0, 2}, torch::kLong);
    QCOMPARE(loss(pictures().index_select(0, rows), same.index_select(0, rows), tokens.index_select(0, rows),
                  Equal::Excluded),
             0.0);
}

void NnFusedPartsTest::rotary_positions_have_their_published_values() {
    const torch::Tensor x = torch::tensor({{1.0F, 2.0F, 3.0F, 4.0F}});
    QVERIFY(isClose(nn::rotated(x, 3, nn::RotaryPairs::Halves),
                    torch::tensor({{-1.413352F, 1.879118F, -2.828857F, 4.058191F}})));
    QVERIFY(isClose(nn::rotated(x, 3, nn::RotaryPairs::Neighbours),
                    torch::tensor({{-1.272233F, -1.838865F, 2.878668F, 4.088187F}})));
}

void NnFusedPartsTest::rotated_vectors_know_their_distance_only() {
    const torch::Tensor query = torch::randn({1, 6});
    const torch::Tensor key = torch::randn({1, 6});
    for (const auto pairs : {nn::RotaryPairs::Halves, nn::RotaryPairs::Neighbours}) {
        const auto product = [&](std::int64_t at, std::int64_t other) {
            return (nn::rotated(query, at, pairs) * nn::rotated(key, other, pairs)).sum().item<double>();
        };
        QVERIFY(std::abs(product(2, 5) - product(9, 12)) < 1e-4);
        QVERIFY(std::abs(product(2, 5) - product(2, 6)) > 1e-3);
    }
}

void NnFusedPartsTest::one_hot_decoder_equals_the_product_with_one_hot_vectors() {
    constexpr std::int64_t size = 6;
    constexpr std::int64_t words = 9;
    nn::OneHotTextDecoder decoder({.vocabularySize = words, .size = size, .layers = 2});
    decoder.eval();
    torch::nn::LSTM lstm(torch::nn::LSTMOptions(size + words, size).num_layers(2).batch_first(true));
    const auto own = decoder.named_parameters();
    give(*lstm, "weight_ih_l0", decoder.inputWeights());
    give(*lstm, "weight_hh_l0", own["hidden_rows"].t());
    give(*lstm, "bias_ih_l0", own["input_bias"]);
    give(*lstm, "bias_hh_l0", own["hidden_bias"]);
    for (const std::string name : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
        give(*lstm, name + "_l1", own["upper." + name + "_l0"]);
    }
    torch::NoGradGuard noGrad;
    const torch::Tensor tokens = torch::randint(0, words, {2, 3, 5}, torch::kLong);
    const torch::Tensor states = torch::randn({2, 3, size});
    const torch::Tensor told = states.flatten(0, 1);
    const torch::Tensor oneHot = torch::one_hot(tokens.flatten(0, 1), words).to(torch::kFloat32);
    const torch::Tensor input = torch::cat({told.unsqueeze(1).expand({-1, 5, -1}), oneHot}, 2);
    const torch::Tensor hidden = told.unsqueeze(0).repeat({2, 1, 1});
    const torch::Tensor expected = std::get<0>(lstm(input, std::tuple(hidden, torch::zeros_like(hidden))));
    QVERIFY(isClose(decoder.forward(tokens, states, {}).hidden.flatten(0, 1), expected));
}

void NnFusedPartsTest::decoders_of_a_state_step_as_they_learn_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("gru") << "gru";
    QTest::newRow("one-hot, one layer") << "1";
    QTest::newRow("one-hot, two layers") << "2";
    QTest::newRow("one-hot, three layers") << "3";
}

void NnFusedPartsTest::decoders_of_a_state_step_as_they_learn() {
    QFETCH(QString, name);
    std::shared_ptr<nn::TextDecoder> decoder;
    if (name == "gru") {
        decoder = std::make_shared<nn::StateTextDecoder>(
            nn::StateTextDecoderOptions{.vocabularySize = 9, .size = 6, .embeddingSize = 4});
    } else {
        decoder = std::make_shared<nn::OneHotTextDecoder>(
            nn::OneHotTextDecoderOptions{.vocabularySize = 9, .size = 6, .layers = name.toInt()});
    }
    decoder->eval();
    torch::NoGradGuard noGrad;
    const torch::Tensor tokens = torch::randint(0, 9, {1, 1, 5}, torch::kLong);
    const torch::Tensor state = torch::randn({6});
    const torch::Tensor whole = decoder->logits(decoder->forward(tokens, state.view({1, 1, 6}), {}).hidden[0][0]);
    nn::TextCache cache = decoder->begin(state, 0, 2);
    for (std::int64_t t = 0; t < 5; ++t) {
        const nn::TextStep step = decoder->step(tokens[0][0].narrow(0, t, 1).repeat({2}), {}, cache);
        QVERIFY(isClose(step.logits, whole.narrow(0, t, 1).repeat({2, 1})));
        nn::selectRows(cache, torch::tensor({1, 0}, torch::kLong));
    }
    QCOMPARE(cache.position, std::int64_t{5});
}

void NnFusedPartsTest::hidden_padding_does_not_change_a_texts_vector() {
    torch::NoGradGuard noGrad;
    const torch::Tensor tokens = torch::tensor({{2, 5, 6, 7, 3}, {2, 4, 3, 0, 0}}, torch::kLong);
    const torch::Tensor longer = torch::cat({tokens, torch::zeros({2, 3}, torch::kLong)}, 1);
    using Padding = nn::BilstmTextEncoderOptions::Padding;
    for (const auto padding : {Padding::Hidden, Padding::Read}) {
        nn::BilstmTextEncoder encoder({.vocabularySize = 9, .embeddingSize = 4, .size = 5, .padding = padding});
        encoder.eval();
        const torch::Tensor vectors = encoder.forward(tokens);
        QCOMPARE(vectors.size(1), encoder.size());
        QCOMPARE(isClose(vectors, encoder.forward(longer)), padding == Padding::Hidden);
        QVERIFY(encoder.forward(torch::zeros({1, 4}, torch::kLong)).isfinite().all().item<bool>());
    }
}

void NnFusedPartsTest::multi_head_attention_is_torchs() {
    torch::NoGradGuard noGrad;
    nn::MultiHeadAttention attention({.size = 8, .heads = 2, .rotary = {}});
    torch::nn::MultiheadAttention expected(torch::nn::MultiheadAttentionOptions(8, 2));
    const auto own = attention.named_parameters();
    const auto joined = [&](const std::string& end) {
        return torch::cat({own["query.linear." + end], own["key.linear." + end], own["value.linear." + end]});
    };
    give(*expected, "in_proj_weight", joined("weight").squeeze(-1).squeeze(-1));
    give(*expected, "in_proj_bias", joined("bias"));
    give(*expected, "out_proj.weight", own["merge.linear.weight"].squeeze(-1).squeeze(-1));
    give(*expected, "out_proj.bias", own["merge.linear.bias"]);
    const torch::Tensor x = torch::randn({3, 5, 8});
    const torch::Tensor turned = x.transpose(0, 1);
    const auto [output, weights] = expected(turned, turned, turned);
    const auto got = attention.forward(x, attention.remember(x), {});
    QVERIFY(isClose(got.output, output.transpose(0, 1)));
    QVERIFY(isClose(got.weights.mean(1), weights));
}

void NnFusedPartsTest::clip_words_step_as_they_learn_data() {
    QTest::addColumn<int>("sight");
    QTest::addColumn<int>("rotary");
    QTest::newRow("all frames") << 0 << -1;
    QTest::newRow("causal, as published") << 1 << -1;
    QTest::newRow("rotary") << 0 << 1;
}

void NnFusedPartsTest::clip_words_step_as_they_learn() {
    QFETCH(int, sight);
    QFETCH(int, rotary);
    const auto decoder = clipDecoder(sight == 1 ? nn::ClipSight::Causal : nn::ClipSight::Everything,
                                     rotary >= 0 ? std::optional(nn::RotaryPairs::Neighbours) : std::nullopt);
    torch::NoGradGuard noGrad;
    const torch::Tensor frames = torch::randn({1, 4, 12, 1, 1});
    const torch::Tensor tokens = torch::randint(0, 11, {1, 1, 6}, torch::kLong);
    const nn::TextMemory memory = decoder->remember(frames, 0);
    const nn::TextOutput output = decoder->forward(tokens, {}, memory);
    const torch::Tensor whole = decoder->logits(output.hidden[0][0]);
    nn::TextCache cache = decoder->begin(torch::zeros({12}), 3, 2);
    for (std::int64_t t = 0; t < 6; ++t) {
        const nn::TextStep step = decoder->step(tokens[0][0].narrow(0, t, 1).repeat({2}), memory, cache);
        QVERIFY(isClose(step.logits, whole.narrow(0, t, 1).repeat({2, 1})));
        QVERIFY(step.attention.sizes() == torch::IntArrayRef({2, 2, 3, 4}));
        QVERIFY(isClose(step.attention.sum(-1), torch::ones({2, 2, 3})));
        QVERIFY(isClose(step.attention[-1][0], output.attention[0].select(2, t).squeeze(1)));
        QCOMPARE((step.attention == 0).any().item<bool>(), sight == 1 && t < 3);
        nn::selectRows(cache, torch::tensor({1, 0}, torch::kLong));
    }
}

void NnFusedPartsTest::story_lstm_looks_back_only() {
    nn::StoryLstm layer({.size = 8, .layers = 2, .dropout = 0.3, .heads = 2});
    layer.eval();
    torch::NoGradGuard noGrad;
    torch::Tensor frames = torch::randn({2, 5, 8});
    const nn::TemporalStates before = layer.forward(frames, 0);
    QVERIFY(before.attention.size() == 1 && before.attention[0].sizes() == torch::IntArrayRef({2, 2, 5, 5}));
    QVERIFY(isClose(before.attention[0].sum(-1), torch::ones({2, 2, 5})));
    frames.select(1, 4).normal_();
    const nn::TemporalStates after = layer.forward(frames, 0);
    QVERIFY(isClose(before.states.narrow(1, 0, 4), after.states.narrow(1, 0, 4)));
    QVERIFY(!isClose(before.states.select(1, 4), after.states.select(1, 4), 1e-3));
}

QTEST_APPLESS_MAIN(NnFusedPartsTest)
#include "nn_fused_parts_test.moc"
