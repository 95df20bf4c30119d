// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/caption_decoder.h"
#include "core/nn/conv_frame_encoder.h"
#include "core/nn/evidence_tag_head.h"
#include "core/nn/last_state_score_head.h"
#include "core/nn/next_picture_decoder.h"
#include "core/nn/temporal_transformer.h"
#include "core/nn/token_linear.h"
#include "core/nn/transposed_convolution.h"

#include <torch/torch.h>

#include <QTest>

using namespace storyscope;

namespace {

constexpr double rounding = 1e-4;

bool hasShape(const torch::Tensor& tensor, const std::vector<std::int64_t>& shape) {
    return tensor.sizes() == torch::IntArrayRef(shape);
}

double largestDifference(const torch::Tensor& a, const torch::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

double farthestRowSum(const torch::Tensor& attention) {
    return (attention.sum(-1) - 1).abs().max().item<double>();
}

nn::CaptionDecoderOptions decoderOptions(nn::FrameVisibility visibility, std::int64_t ownFrameLayers) {
    nn::CaptionDecoderOptions options;
    options.vocabularySize = 11;
    options.size = 16;
    options.layers = 2;
    options.heads = 2;
    options.innerSize = 32;
    options.patchChannels = 8;
    options.gridSize = 3;
    options.maximumTokens = 7;
    options.visibility = visibility;
    options.ownFrameLayers = ownFrameLayers;
    return options;
}

} // namespace

class NnPartsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { torch::manual_seed(7); }
    void the_encoder_gives_patches_summaries_and_features_of_the_promised_shapes();
    void the_encoder_gives_features_only_where_no_gradient_is_recorded();
    void a_later_frame_does_not_change_an_earlier_state();
    void temporal_attention_rows_sum_to_one_and_never_look_ahead();
    void caption_attention_rows_sum_to_one();
    void captions_see_the_frames_they_may_see_data();
    void captions_see_the_frames_they_may_see();
    void writing_step_by_step_equals_teacher_forcing_data();
    void writing_step_by_step_equals_teacher_forcing();
    void chosen_rows_go_on_as_if_they_were_alone();
    void the_next_picture_copies_when_told_to_copy();
    void the_next_picture_works_with_fewer_context_frames();
    void tags_follow_a_single_patch();
    void the_score_depends_on_the_last_state_only();
    void a_token_linear_is_a_linear_layer();
    void a_transposed_convolution_is_that_of_libtorch_data();
    void a_transposed_convolution_is_that_of_libtorch();
};

void NnPartsTest::the_encoder_gives_patches_summaries_and_features_of_the_promised_shapes() {
    torch::NoGradGuard noGrad;
    nn::ConvFrameEncoder encoder(
        {.pictureSize = 32, .stem = 2, .channels = {8, 16}, .blocks = 1, .groups = 4, .summarySize = 12});
    const nn::EncodedFrames frames = encoder.forward(torch::rand({3, 3, 32, 32}));
    QVERIFY(hasShape(frames.patches, {3, 16, 8, 8}));
    QVERIFY(hasShape(frames.summaries, {3, 12}));
    QVERIFY(hasShape(frames.features, {3, 48}));
    QCOMPARE(encoder.gridSize(), std::int64_t{8});
    QCOMPARE(encoder.patchChannels(), std::int64_t{16});
    QCOMPARE(encoder.featureCount(), std::int64_t{48});
}

void NnPartsTest::the_encoder_gives_features_only_where_no_gradient_is_recorded() {
    nn::ConvFrameEncoder encoder(
        {.pictureSize = 16, .stem = 2, .channels = {4}, .blocks = 0, .groups = 2, .summarySize = 4});
    QVERIFY(!encoder.forward(torch::rand({1, 3, 16, 16})).features.defined());
}

void NnPartsTest::a_later_frame_does_not_change_an_earlier_state() {
    torch::NoGradGuard noGrad;
    nn::TemporalTransformer temporal(
        {.size = 16, .layers = 2, .heads = 2, .innerSize = 32, .maximumFrames = 8, .dropout = 0});
    torch::Tensor summaries = torch::randn({2, 5, 16});
    const torch::Tensor before = temporal.forward(summaries, 0).states;
    summaries.select(1, 3).normal_();
    const torch::Tensor after = temporal.forward(summaries, 0).states;
    QVERIFY(torch::equal(before.narrow(1, 0, 3), after.narrow(1, 0, 3)));
    QVERIFY(largestDifference(before.narrow(1, 3, 2), after.narrow(1, 3, 2)) > 0.01);
}

void NnPartsTest::temporal_attention_rows_sum_to_one_and_never_look_ahead() {
    torch::NoGradGuard noGrad;
    nn::TemporalTransformer temporal(
        {.size = 16, .layers = 2, .heads = 4, .innerSize = 32, .maximumFrames = 8, .dropout = 0.5});
    temporal.eval();
    const nn::TemporalStates states = temporal.forward(torch::randn({2, 5, 16}), 3);
    QCOMPARE(states.attention.size(), std::size_t{2});
    for (const torch::Tensor& attention : states.attention) {
        QVERIFY(hasShape(attention, {2, 4, 5, 5}));
        QVERIFY(farthestRowSum(attention) < 1e-5);
        QCOMPARE(torch::triu(attention, 1).abs().max().item<double>(), 0.0);
    }
}

void NnPartsTest::caption_attention_rows_sum_to_one() {
    torch::NoGradGuard noGrad;
    nn::CaptionDecoder decoder(decoderOptions(nn::FrameVisibility::All, 1));
    const nn::TextMemory memory = decoder.remember(torch::randn({2, 4, 8, 3, 3}), 0);
    const nn::TextOutput output =
        decoder.forward(torch::randint(11, {2, 4, 6}, torch::kLong), torch::randn({2, 4, 16}), memory);
    QVERIFY(hasShape(decoder.logits(output.hidden.flatten(0, 2)), {2 * 4 * 6, 11}));
    QVERIFY(hasShape(output.attention, {2, 2, 4, 6, 36}));
    QVERIFY(farthestRowSum(output.attention) < 1e-5);
}

void NnPartsTest::captions_see_the_frames_they_may_see_data() {
    QTest::addColumn<bool>("all");
    QTest::addColumn<int>("ownFrameLayers");
    QTest::addColumn<int>("changed");
    QTest::addColumn<bool>("seen");
    QTest::newRow("own frame") << false << 1 << 1 << true;
    QTest::newRow("earlier frame") << false << 1 << 0 << true;
    QTest::newRow("later frame hidden") << false << 1 << 2 << false;
    QTest::newRow("later frame hidden in every layer") << false << 0 << 3 << false;
    QTest::newRow("later frame visible") << true << 1 << 3 << true;
}

void NnPartsTest::captions_see_the_frames_they_may_see() {
    QFETCH(bool, all);
    QFETCH(int, ownFrameLayers);
    QFETCH(int, changed);
    QFETCH(bool, seen);
    torch::NoGradGuard noGrad;
    nn::CaptionDecoder decoder(
        decoderOptions(all ? nn::FrameVisibility::All : nn::FrameVisibility::UpToItsOwn, ownFrameLayers));
    torch::Tensor patches = torch::randn({1, 4, 8, 3, 3});
    const torch::Tensor tokens = torch::randint(11, {1, 4, 5}, torch::kLong);
    const torch::Tensor states = torch::randn({1, 4, 16});
    const torch::Tensor before = decoder.forward(tokens, states, decoder.remember(patches, 0)).hidden[0][1];
    patches.select(1, changed).normal_();
    const torch::Tensor after = decoder.forward(tokens, states, decoder.remember(patches, 0)).hidden[0][1];
    QCOMPARE(largestDifference(before, after) > 1e-6, seen);
}

void NnPartsTest::writing_step_by_step_equals_teacher_forcing_data() {
    QTest::addColumn<bool>("all");
    QTest::addColumn<int>("ownFrameLayers");
    QTest::addColumn<int>("frame");
    for (const bool all : {true, false}) {
        for (const int ownFrameLayers : {0, 1}) {
            for (const int frame : {0, 2}) {
                QTest::addRow("%s, %d, frame %d", all ? "all" : "past", ownFrameLayers, frame)
                    << all << ownFrameLayers << frame;
            }
        }
    }
}

void NnPartsTest::writing_step_by_step_equals_teacher_forcing() {
    QFETCH(bool, all);
    QFETCH(int, ownFrameLayers);
    QFETCH(int, frame);
    torch::NoGradGuard noGrad;
    nn::CaptionDecoder decoder(
        decoderOptions(all ? nn::FrameVisibility::All : nn::FrameVisibility::UpToItsOwn, ownFrameLayers));
    const torch::Tensor tokens = torch::randint(11, {1, 3, 7}, torch::kLong);
    const torch::Tensor states = torch::randn({1, 3, 16});
    const nn::TextMemory memory = decoder.remember(torch::randn({1, 3, 8, 3, 3}), 1);
    const nn::TextOutput whole = decoder.forward(tokens, states, memory);
    nn::TextCache cache = decoder.begin(states[0][frame], frame, 2);
    for (std::int64_t t = 0; t < 7; ++t) {
        const nn::TextStep step = decoder.step(tokens[0][frame][t].expand({2}), memory, cache);
        QVERIFY(hasShape(step.attention, {2, 2, 2, 27}));
        QVERIFY(farthestRowSum(step.attention) < 1e-5);
        QVERIFY(largestDifference(step.logits[1], decoder.logits(whole.hidden[0][frame])[t]) < rounding);
        QVERIFY(largestDifference(step.attention[1][0], whole.attention[0].select(1, frame).select(1, t)) < rounding);
    }
}

void NnPartsTest::chosen_rows_go_on_as_if_they_were_alone() {
    torch::NoGradGuard noGrad;
    nn::CaptionDecoder decoder(decoderOptions(nn::FrameVisibility::All, 1));
    const nn::TextMemory memory = decoder.remember(torch::randn({1, 2, 8, 3, 3}), 0);
    const torch::Tensor state = torch::randn({16});
    nn::TextCache three = decoder.begin(state, 0, 3);
    nn::TextCache alone = decoder.begin(state, 0, 1);
    decoder.step(torch::tensor({2, 2, 2}, torch::kLong), memory, three);
    decoder.step(torch::tensor({2}, torch::kLong), memory, alone);
    decoder.step(torch::tensor({4, 5, 6}, torch::kLong), memory, three);
    decoder.step(torch::tensor({6}, torch::kLong), memory, alone);
    nn::selectRows(three, torch::tensor({2, 0}, torch::kLong));
    const nn::TextStep both = decoder.step(torch::tensor({7, 8}, torch::kLong), memory, three);
    const nn::TextStep one = decoder.step(torch::tensor({7}, torch::kLong), memory, alone);
    QVERIFY(largestDifference(both.logits[0], one.logits[0]) < rounding);
    QVERIFY(largestDifference(both.logits[1], one.logits[0]) > 0.01);
}

void NnPartsTest::the_next_picture_copies_when_told_to_copy() {
    torch::NoGradGuard noGrad;
    nn::NextPictureDecoder decoder({.stateSize = 8,
                                    .patchChannels = 8,
                                    .gridSize = 4,
                                    .contextFrames = 2,
                                    .channels = {8, 8},
                                    .blocks = 0,
                                    .groups = 4});
    torch::Tensor bias = decoder.named_parameters()["output.bias"];
    bias.zero_();
    bias.narrow(0, 4 * 4, 4).fill_(100); // the four sub-pixels of "copy the last frame"
    const torch::Tensor pictures = torch::rand({2, 3, 3, 16, 16});
    const torch::Tensor next = decoder.forward(
        {.pictures = pictures, .patches = torch::randn({2, 3, 8, 4, 4}), .state = torch::randn({2, 8})});
    QVERIFY(hasShape(next, {2, 3, 16, 16}));
    QVERIFY(largestDifference(next, pictures.select(1, 2)) < 1e-5);
}

void NnPartsTest::the_next_picture_works_with_fewer_context_frames() {
    torch::NoGradGuard noGrad;
    nn::NextPictureDecoder decoder({.stateSize = 8,
                                    .patchChannels = 8,
                                    .gridSize = 4,
                                    .contextFrames = 4,
                                    .channels = {8, 8},
                                    .blocks = 1,
                                    .groups = 4});
    const torch::Tensor next = decoder.forward({.pictures = torch::rand({1, 1, 3, 16, 16}),
                                                .patches = torch::randn({1, 1, 8, 4, 4}),
                                                .state = torch::randn({1, 8})});
    QVERIFY(hasShape(next, {1, 3, 16, 16}));
    QVERIFY(next.min().item<double>() >= 0 && next.max().item<double>() <= 1);
}

void NnPartsTest::tags_follow_a_single_patch() {
    torch::NoGradGuard noGrad;
    nn::EvidenceTagHead head({.tagCount = 5, .size = 8, .patchChannels = 4});
    torch::Tensor patches = torch::zeros({1, 2, 4, 3, 3});
    const torch::Tensor rest = torch::zeros({1, 2, 8});
    const torch::Tensor before = head.forward(patches, rest, rest);
    patches[0][0].select(1, 2).select(1, 1).fill_(30);
    const torch::Tensor after = head.forward(patches, rest, rest);
    QVERIFY(hasShape(after, {1, 2, 5}));
    QVERIFY(largestDifference(before[0][0], after[0][0]) > 1);
    QVERIFY(largestDifference(before[0][1], after[0][1]) < rounding);
}

void NnPartsTest::the_score_depends_on_the_last_state_only() {
    torch::NoGradGuard noGrad;
    nn::LastStateScoreHead head(8);
    torch::Tensor states = torch::randn({3, 4, 8});
    const torch::Tensor before = head.forward(states);
    QVERIFY(hasShape(before, {3}));
    states.narrow(1, 0, 3).normal_();
    QVERIFY(torch::equal(head.forward(states), before));
    states.select(1, 3).normal_();
    QVERIFY(largestDifference(head.forward(states), before) > 1e-4);
}

void NnPartsTest::a_token_linear_is_a_linear_layer() {
    torch::NoGradGuard noGrad;
    nn::TokenLinear layer(6, 4);
    const torch::Tensor x = torch::randn({2, 5, 6});
    const auto parameters = layer.named_parameters();
    const torch::Tensor wanted =
        torch::matmul(x, parameters["linear.weight"].view({4, 6}).t()) + parameters["linear.bias"];
    QVERIFY(largestDifference(layer.forward(x), wanted) < 1e-5);
}

void NnPartsTest::a_transposed_convolution_is_that_of_libtorch_data() {
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("padding");
    QTest::addColumn<int>("outputPadding");
    QTest::newRow("even") << 4 << 1 << 0;
    QTest::newRow("odd") << 5 << 2 << 1;
    QTest::newRow("small") << 3 << 1 << 1;
    QTest::newRow("without padding") << 2 << 0 << 0;
}

void NnPartsTest::a_transposed_convolution_is_that_of_libtorch() {
    QFETCH(int, kernel);
    QFETCH(int, padding);
    QFETCH(int, outputPadding);
    nn::TransposedConvolution layer(
        {.inputs = 6, .outputs = 3, .kernel = kernel, .padding = padding, .outputPadding = outputPadding});
    torch::Tensor x = torch::randn({4, 6, 5, 7}).requires_grad_();
    const torch::Tensor ours = layer.forward(x);
    const torch::Tensor theirs = torch::conv_transpose2d(x, layer.weight, layer.bias, 2, padding, outputPadding);
    QVERIFY(ours.sizes() == theirs.sizes());
    QVERIFY(largestDifference(ours, theirs) < rounding);
    const std::vector<torch::Tensor> learned{x, layer.weight, layer.bias};
    const torch::Tensor direction = torch::randn_like(theirs);
    const auto ourGradients = torch::autograd::grad({ours}, learned, {direction});
    const auto theirGradients = torch::autograd::grad({theirs}, learned, {direction});
    for (std::size_t i = 0; i < learned.size(); ++i) {
        QVERIFY(largestDifference(ourGradients[i], theirGradients[i]) < rounding);
    }
}

QTEST_APPLESS_MAIN(NnPartsTest)
#include "nn_parts_test.moc"
