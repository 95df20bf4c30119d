// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/captioner_weights.h"
#include "core/nn/attention.h"
#include "core/nn/bert_decoder.h"
#include "tests/support/tensor_distance.h"

#include <torch/torch.h>

#include <QTest>

#include <filesystem>

using namespace storyscope;
using namespace storyscope::nn;
using test::distance;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden";
constexpr double logitTolerance = 1e-4;
constexpr double attentionTolerance = 2e-5;

/// The sizes of the reference models.
BertDecoderOptions tiny() {
    BertDecoderOptions options;
    options.vocabularySize = 300;
    options.positions = 64;
    options.layers = 2;
    options.layer = {.size = 32, .heads = 4, .innerSize = 64, .pictureSize = 24};
    return options;
}

std::shared_ptr<BertDecoder> untrained() {
    torch::manual_seed(3);
    auto decoder = std::make_shared<BertDecoder>(tiny());
    decoder->eval();
    return decoder;
}

models::NamedTensors below(const std::filesystem::path& file, const std::string& prefix) {
    models::NamedTensors result;
    for (const auto& [name, tensor] : models::readTensors(file)) {
        if (name.starts_with(prefix)) {
            result[name] = tensor;
        }
    }
    return result;
}

/// What the decoder is to keep of pictures' tokens, (N, S, C): a story of one frame each.
TextMemory remembered(BertDecoder& decoder, const torch::Tensor& tokens) {
    return decoder.remember(tokens.transpose(1, 2).unsqueeze(1).unsqueeze(-1), 0);
}

/// The layers of GIT, which look at a picture and a text as one sequence.
struct JointLayers : torch::nn::Module {
    explicit JointLayers(std::int64_t count) {
        torch::nn::ModuleList list;
        for (std::int64_t i = 0; i < count; ++i) {
            layers.push_back(std::make_shared<BertDecoderLayer>(
                BertDecoderLayerOptions{.size = 32, .heads = 4, .innerSize = 64, .pictureSize = 0}));
            list->push_back(layers.back());
        }
        register_module("layers", list);
    }
    std::vector<std::shared_ptr<BertDecoderLayer>> layers;
};

} // namespace

class NnBertDecoderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (std::filesystem::exists(golden / "blip")) {
            m_expected = models::readTensors(golden / "blip/io.safetensors");
        }
    }

    void all_states_attention_and_logits_equal_the_reference() {
        if (m_expected.empty()) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const auto decoder = published();
        const torch::NoGradGuard noGradients;
        const ToldTexts told = decoder->tell(m_expected.at("input_ids"), m_expected.at("attention_mask"),
                                             remembered(*decoder, m_expected.at("image_embeds")));
        QCOMPARE(told.hidden.size(), std::size_t{3});
        for (std::size_t layer = 0; layer < 3; ++layer) {
            const std::string number = std::to_string(layer);
            QVERIFY(distance(told.hidden[layer], m_expected.at("text_hidden_states." + number)) < logitTolerance);
        }
        for (std::size_t layer = 0; layer < 2; ++layer) {
            const std::string number = std::to_string(layer);
            QVERIFY(distance(told.attention[layer], m_expected.at("text_attentions." + number)) < attentionTolerance);
            QVERIFY(distance(told.crossAttention[layer], m_expected.at("cross_attentions." + number)) <
                    attentionTolerance);
        }
        const torch::Tensor logits = decoder->logits(told.hidden.back().flatten(0, 1)).unflatten(0, {2, 9});
        QVERIFY(distance(logits, m_expected.at("logits")) < logitTolerance);
    }

    void steps_with_the_cache_equal_the_reference() {
        if (m_expected.empty()) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const auto decoder = published();
        const torch::NoGradGuard noGradients;
        for (std::int64_t text = 0; text < 2; ++text) {
            const TextMemory memory = remembered(*decoder, m_expected.at("image_embeds").narrow(0, text, 1));
            TextCache cache = decoder->begin(torch::zeros({1}), 0, 1);
            const auto length = m_expected.at("attention_mask")[text].sum().item<std::int64_t>();
            for (std::int64_t place = 0; place < length; ++place) {
                const TextStep step =
                    decoder->step(m_expected.at("input_ids")[text][place].unsqueeze(0), memory, cache);
                QVERIFY(distance(step.logits[0], m_expected.at("logits")[text][place]) < logitTolerance);
                for (std::int64_t layer = 0; layer < 2; ++layer) {
                    const torch::Tensor expected = m_expected.at("cross_attentions." + std::to_string(layer));
                    QVERIFY(distance(step.attention[layer][0], expected[text].select(1, place)) < attentionTolerance);
                }
            }
        }
    }

    void layers_without_cross_attention_read_a_picture_and_its_text_as_one_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("pictureTokens");
        QTest::newRow("image") << "image" << 17;
        QTest::newRow("video of six frames") << "video" << 102;
    }

    void layers_without_cross_attention_read_a_picture_and_its_text_as_one() {
        QFETCH(const QString, kind);
        QFETCH(const int, pictureTokens);
        const std::filesystem::path file = golden / "git/model.safetensors";
        if (!std::filesystem::exists(file)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        JointLayers network(3);
        network.eval();
        models::loadPublished(network, models::prefixed(models::bertNames(), "", "git."),
                              {below(file, "git.encoder."), file});
        const models::NamedTensors expected = models::readTensors(golden / "git/io.safetensors");
        const std::string prefix = kind.toStdString() + '.';
        const torch::NoGradGuard noGradients;
        const torch::Tensor all = expected.at(prefix + "hidden_states.0");
        torch::Tensor picture = all.narrow(1, 0, pictureTokens);
        torch::Tensor text = all.narrow(1, pictureTokens, all.size(1) - pictureTokens);
        const torch::Tensor hidden =
            (expected.at("attention_mask") == 0).unsqueeze(1).unsqueeze(1).to(torch::kFloat32) * -1e9;
        const torch::Tensor bias = torch::cat(
            {torch::zeros({2, 1, text.size(1), pictureTokens}), hidden + causalBias(text.size(1), torch::kCPU)}, 3);
        for (std::size_t i = 0; i < network.layers.size(); ++i) {
            BertDecoderLayer& layer = *network.layers[i];
            const MultiHeadAttention::Memory seen = layer.remember(picture);
            const MultiHeadAttention::Memory read = layer.remember(text);
            picture = layer.forward(picture, {.own = seen, .bias = {}, .picture = {}}).output;
            const BertDecoderLayer::Output output = layer.forward(
                text, {.own = {torch::cat({seen.keys, read.keys}, 2), torch::cat({seen.values, read.values}, 2)},
                       .bias = bias,
                       .picture = {}});
            text = output.output;
            QVERIFY(!output.crossWeights.defined());
            const torch::Tensor weights = expected.at(prefix + "attentions." + std::to_string(i));
            QVERIFY(distance(output.weights, weights.narrow(2, pictureTokens, text.size(1))) < attentionTolerance);
        }
        const torch::Tensor last = expected.at(prefix + "last_hidden_state");
        QVERIFY(distance(torch::cat({picture, text}, 1), last) < 2e-4);
    }

    void a_caption_looks_at_its_own_frame_only() {
        const auto decoder = untrained();
        const torch::NoGradGuard noGradients;
        const torch::Tensor patches = torch::randn({2, 3, 24, 5, 1});
        const TextMemory memory = decoder->remember(patches, 0);
        QCOMPARE(memory.frames, std::int64_t{3});
        QCOMPARE(memory.cells, std::int64_t{5});
        const torch::Tensor tokens = torch::randint(0, 300, {2, 3, 4}, torch::kLong);
        const TextOutput all = decoder->forward(tokens, {}, memory);
        QCOMPARE(all.attention.sizes().vec(), (std::vector<std::int64_t>{2, 4, 3, 4, 15}));
        for (std::int64_t frame = 0; frame < 3; ++frame) {
            const TextMemory alone = decoder->remember(patches.narrow(1, frame, 1), 0);
            const TextOutput one = decoder->forward(tokens.narrow(1, frame, 1), {}, alone);
            QVERIFY(distance(all.hidden.narrow(1, frame, 1), one.hidden) < 1e-5);
            const torch::Tensor weights = all.attention.select(2, frame);
            QVERIFY(distance(weights.narrow(3, 5 * frame, 5), one.attention.select(2, 0)) < 1e-6);
            QVERIFY(distance(weights.sum(-1), torch::ones({2, 4, 4})) < 1e-5);
        }
    }

    void steps_of_several_rows_give_what_forward_gives() {
        const auto decoder = untrained();
        const torch::NoGradGuard noGradients;
        const TextMemory memory = decoder->remember(torch::randn({1, 2, 24, 5, 1}), 0);
        const torch::Tensor tokens = torch::randint(0, 300, {3, 4}, torch::kLong);
        TextCache cache = decoder->begin(torch::zeros({1}), 1, 3);
        for (std::int64_t place = 0; place < 4; ++place) {
            const TextStep step = decoder->step(tokens.select(1, place), memory, cache);
            for (std::int64_t row = 0; row < 3; ++row) {
                const torch::Tensor both = tokens[row].expand({1, 2, 4});
                const TextOutput whole = decoder->forward(both.contiguous(), {}, memory);
                const torch::Tensor logits = decoder->logits(whole.hidden[0][1]);
                QVERIFY(distance(step.logits[row], logits[place]) < 1e-5);
                QVERIFY(distance(step.attention[-1][row], whole.attention[0].select(1, 1).select(1, place)) < 1e-6);
            }
        }
    }

    void texts_that_are_too_long_are_refused() {
        const auto decoder = untrained();
        const TextMemory memory = decoder->remember(torch::randn({1, 1, 24, 5, 1}), 0);
        QCOMPARE(decoder->maximumTokens(), std::int64_t{64});
        QVERIFY_EXCEPTION_THROWN(decoder->forward(torch::zeros({1, 1, 65}, torch::kLong), {}, memory), Error);
        BertDecoderOptions heads = tiny();
        heads.layer.heads = 5;
        QVERIFY_EXCEPTION_THROWN(BertDecoder{heads}, Error);
    }

    void a_head_without_weights_is_tied_to_the_words() {
        if (m_expected.empty()) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        models::NamedTensors tensors = below(golden / "blip/model.safetensors", "text_decoder.");
        tensors.erase("text_decoder.cls.predictions.decoder.weight");
        tensors.erase("text_decoder.cls.predictions.decoder.bias");
        const auto decoder = untrained();
        models::loadPublished(*decoder, names(), {tensors, "tied.bin"});
        const auto parameters = decoder->named_parameters();
        QVERIFY(torch::equal(parameters["output.linear.weight"].flatten(1),
                             tensors.at("text_decoder.bert.embeddings.word_embeddings.weight")));
        QVERIFY(torch::equal(parameters["output.linear.bias"], tensors.at("text_decoder.cls.predictions.bias")));
        QVERIFY(parameters["output.linear.weight"].data_ptr() !=
                parameters["embeddings.word_embeddings.weight"].data_ptr());
    }

private:
    static models::NamingTable names() {
        return models::prefixed(models::bertNames(), "", "text_decoder.bert.") +
               models::prefixed(models::bertHeadNames(), "", "text_decoder.");
    }

    static std::shared_ptr<BertDecoder> published() {
        const std::filesystem::path file = golden / "blip/model.safetensors";
        auto decoder = untrained();
        models::loadPublished(*decoder, names(), {below(file, "text_decoder."), file});
        return decoder;
    }

    models::NamedTensors m_expected;
};

QTEST_APPLESS_MAIN(NnBertDecoderTest)
#include "nn_bert_decoder_test.moc"
