// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/gpt2_names.h"
#include "core/nn/gpt2_decoder.h"
#include "tests/support/tensor_distance.h"

#include <torch/torch.h>

#include <QTest>

#include <filesystem>

using namespace storyscope;
using namespace storyscope::nn;
using test::distance;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden/vit_gpt2";

/// The sizes of the reference models.
Gpt2DecoderOptions tiny(std::int64_t pictureSize) {
    Gpt2DecoderOptions options{
        .vocabularySize = 300, .positions = 64, .layers = 2, .pictureSize = pictureSize, .layer = {}};
    options.layer.size = 32;
    options.layer.heads = 4;
    options.layer.innerSize = 128;
    return options;
}

std::shared_ptr<Gpt2Decoder> network(std::int64_t pictureSize) {
    torch::manual_seed(4);
    auto made = std::make_shared<Gpt2Decoder>(tiny(pictureSize));
    made->eval();
    return made;
}

/// What a file has of the decoder.
models::NamedTensors withoutEncoder(const std::filesystem::path& file) {
    models::NamedTensors tensors = models::readTensors(file);
    std::erase_if(tensors, [](const auto& item) { return item.first.starts_with("encoder."); });
    return tensors;
}

void load(Gpt2Decoder& decoder, const models::NamedTensors& tensors) {
    models::loadPublished(decoder, models::gpt2Names(), {models::turnedGpt2(tensors), "some.bin"});
}

/// Picture tokens as a decoder takes them: (N, S, C) → (N, 1, C, S, 1).
torch::Tensor asPatches(const torch::Tensor& tokens) {
    return tokens.transpose(1, 2).unsqueeze(1).unsqueeze(-1);
}

/// A story of as many frames as there are pictures: (N, S, C) → (1, N, C, S, 1).
torch::Tensor asFrames(const torch::Tensor& tokens) {
    return tokens.transpose(1, 2).unsqueeze(0).unsqueeze(-1);
}

struct Stepped {
    torch::Tensor logits;    // (T, V)
    torch::Tensor attention; // (layers, heads, T, K·S)
};

/// One text token by token.
Stepped stepped(Gpt2Decoder& decoder, const torch::Tensor& tokens, const TextMemory& memory, std::int64_t frame) {
    TextCache cache = decoder.begin(torch::zeros({1}), frame, 1);
    std::vector<torch::Tensor> logits;
    std::vector<torch::Tensor> attention;
    for (std::int64_t t = 0; t < tokens.size(0); ++t) {
        const TextStep step = decoder.step(tokens.narrow(0, t, 1), memory, cache);
        logits.push_back(step.logits[0]);
        attention.push_back(step.attention.select(1, 0));
    }
    return {.logits = torch::stack(logits), .attention = torch::stack(attention, 2)};
}

} // namespace

class NnGpt2Test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_isHere = std::filesystem::exists(golden); }

    void the_published_sizes_have_the_published_number_of_parameters() {
        const Gpt2Decoder decoder;
        std::int64_t count = 0;
        for (const torch::Tensor& parameter : decoder.parameters()) {
            count += parameter.numel();
        }
        const std::int64_t vision = 86'389'248; // with its pooler
        QCOMPARE(count + vision, std::int64_t{239'195'904});
    }

    void logits_states_and_attention_equal_the_reference_data() { references(); }

    void logits_states_and_attention_equal_the_reference() {
        const auto [decoder, expected, memory] = referenceOfRow();
        if (!decoder) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const torch::NoGradGuard noGradients;
        const WrittenTexts written =
            decoder->write(expected.at("decoder_input_ids"), expected.at("decoder_attention_mask"), memory);
        QCOMPARE(written.hidden.size(), std::size_t{3});
        QCOMPARE(written.attention.size(), std::size_t{2});
        QCOMPARE(written.crossAttention.size(), std::size_t{2});
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY(distance(written.hidden[i], expected.at("decoder_hidden_states." + std::to_string(i))) < 1e-4);
        }
        for (std::size_t i = 0; i < 2; ++i) {
            const std::string layer = std::to_string(i);
            QVERIFY(distance(written.attention[i], expected.at("decoder_attentions." + layer)) < 2e-5);
            QVERIFY(distance(written.crossAttention[i], expected.at("cross_attentions." + layer)) < 2e-5);
        }
        QVERIFY(distance(decoder->logits(written.hidden.back()), expected.at("logits")) < 1e-4);
    }

    void the_loss_of_texts_equals_the_reference_data() { references(); }

    void the_loss_of_texts_equals_the_reference() {
        const auto [decoder, expected, memory] = referenceOfRow();
        if (!decoder) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const torch::NoGradGuard noGradients;
        const torch::Tensor labels = expected.at("labels");
        const torch::Tensor begin = torch::full({labels.size(0), 1}, 299, torch::kInt64);
        const torch::Tensor shifted = torch::cat({begin, labels.slice(1, 0, -1)}, 1);
        const torch::Tensor fed = torch::where(shifted == -100, torch::tensor(173), shifted);
        const TextOutput output = decoder->forward(fed.unsqueeze(1), {}, memory);
        const torch::Tensor logits = decoder->logits(output.hidden.flatten(0, 2));
        QVERIFY(distance(logits.view({2, -1, 300}), expected.at("from_labels.logits")) < 1e-4);
        const auto ignoring = torch::nn::functional::CrossEntropyFuncOptions().ignore_index(-100);
        const torch::Tensor loss = torch::nn::functional::cross_entropy(logits, labels.flatten(), ignoring);
        QVERIFY(distance(loss.view(1), expected.at("from_labels.loss")) < 1e-5);
    }

    void word_by_word_is_as_all_at_once_data() { references(); }

    void word_by_word_is_as_all_at_once() {
        const auto [decoder, expected, memory] = referenceOfRow();
        if (!decoder) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const torch::NoGradGuard noGradients;
        const torch::Tensor tokens = expected.at("decoder_input_ids");
        const TextMemory story = decoder->remember(asFrames(expected.at("encoder_last_hidden_state")), 0);
        QCOMPARE(story.frames, std::int64_t{2});
        QCOMPARE(story.cells, std::int64_t{17});
        const TextOutput output = decoder->forward(tokens.unsqueeze(0), {}, story);
        for (std::int64_t frame = 0; frame < 2; ++frame) {
            const Stepped text = stepped(*decoder, tokens[frame], story, frame);
            QVERIFY(distance(text.logits, decoder->logits(output.hidden[0][frame])) < 1e-5);
            QVERIFY(distance(text.attention[1], output.attention[0].select(1, frame)) < 1e-5);
            QVERIFY(distance(text.attention.narrow(3, 17 * frame, 17).sum(3), torch::ones({2, 4, tokens.size(1)})) <
                    1e-5);
            if (expected.at("decoder_attention_mask")[frame].all().item<bool>()) {
                QVERIFY(distance(text.logits, expected.at("logits")[frame]) < 1e-4);
                for (std::int64_t layer = 0; layer < 2; ++layer) {
                    const torch::Tensor wanted = expected.at("cross_attentions." + std::to_string(layer))[frame];
                    QVERIFY(distance(text.attention[layer].narrow(2, 17 * frame, 17), wanted) < 2e-5);
                }
            }
        }
    }

    void variants_go_their_own_ways_when_rows_are_chosen() {
        const auto decoder = network(24);
        const torch::NoGradGuard noGradients;
        const TextMemory memory = decoder->remember(asFrames(torch::randn({3, 17, 24})), 0);
        const torch::Tensor texts = torch::randint(300, {3, 6}, torch::kInt64);
        TextCache cache = decoder->begin(torch::zeros({1}), 1, 3);
        for (std::int64_t t = 0; t < 4; ++t) {
            decoder->step(texts.select(1, t), memory, cache);
        }
        selectRows(cache, torch::tensor({2, 0, 0}));
        const TextStep step = decoder->step(texts.select(1, 4), memory, cache);
        const torch::Tensor crossed =
            torch::cat({texts.index_select(0, torch::tensor({2, 0, 0})).narrow(1, 0, 4), texts.narrow(1, 4, 1)}, 1);
        for (std::int64_t row = 0; row < 3; ++row) {
            const Stepped alone = stepped(*decoder, crossed[row], memory, 1);
            QVERIFY(distance(step.logits[row], alone.logits[4]) < 1e-5);
            QVERIFY(distance(step.attention.select(1, row), alone.attention.select(2, 4)) < 1e-6);
        }
    }

    void later_words_and_other_frames_change_nothing() {
        const auto decoder = network(32);
        const torch::NoGradGuard noGradients;
        torch::Tensor pictures = torch::randn({2, 17, 32});
        torch::Tensor tokens = torch::randint(300, {1, 2, 6}, torch::kInt64);
        const TextOutput before = decoder->forward(tokens, {}, decoder->remember(asFrames(pictures), 0));
        tokens[0][0][5] = (tokens[0][0][5] + 1) % 300;
        pictures[1] += 1;
        const TextOutput after = decoder->forward(tokens, {}, decoder->remember(asFrames(pictures), 0));
        QVERIFY(torch::equal(before.hidden[0][0].narrow(0, 0, 5), after.hidden[0][0].narrow(0, 0, 5)));
        QVERIFY(!torch::equal(before.hidden[0][0][5], after.hidden[0][0][5]));
        QVERIFY(!torch::equal(before.hidden[0][1], after.hidden[0][1]));
    }

    void everything_learns() {
        const auto decoder = network(24);
        decoder->train();
        const TextMemory memory = decoder->remember(asFrames(torch::randn({2, 17, 24})), 0);
        const TextOutput output = decoder->forward(torch::randint(300, {1, 2, 6}, torch::kInt64), {}, memory);
        decoder->logits(output.hidden.flatten(0, 2)).square().sum().backward();
        for (const auto& item : decoder->named_parameters()) {
            // a bias of keys shifts a whole row, which softmax does not see
            const bool matters = !item.key().ends_with("key.linear.bias");
            QVERIFY2(item.value().grad().defined() && (!matters || item.value().grad().abs().max().item<double>() > 0),
                     item.key().c_str());
        }
    }

    void files_with_the_tied_layer_and_old_masks_are_read_alike() {
        if (!m_isHere) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const models::NamedTensors published = withoutEncoder(golden / "model.safetensors");
        models::NamedTensors older = published;
        older["decoder.lm_head.weight"] = published.at("decoder.transformer.wte.weight").clone();
        for (const char* layer : {"0", "1"}) {
            for (const char* part : {".attn", ".crossattention"}) {
                const std::string name = std::string("decoder.transformer.h.") + layer + part;
                older[name + ".bias"] = torch::ones({1, 1, 64, 64}).tril();
                older[name + ".masked_bias"] = torch::tensor(-1e4);
            }
        }
        models::NamedTensors headOnly = older;
        headOnly.erase("decoder.transformer.wte.weight");
        const auto first = network(32);
        load(*first, published);
        for (const models::NamedTensors& tensors : {older, headOnly}) {
            const auto second = network(32);
            load(*second, tensors);
            const auto wanted = first->named_parameters();
            for (const auto& item : second->named_parameters()) {
                QVERIFY2(torch::equal(item.value(), wanted[item.key()]), item.key().c_str());
            }
        }
    }

    void weights_that_do_not_fit_are_listed() {
        if (!m_isHere) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        models::NamedTensors tensors = withoutEncoder(golden / "proj_model.safetensors");
        tensors.erase("decoder.transformer.h.1.crossattention.q_attn.weight");
        tensors["decoder.transformer.ln_f.bias"] = torch::zeros({31});
        tensors["decoder.transformer.h.2.ln_1.bias"] = torch::zeros({32});
        try {
            load(*network(24), tensors);
            QFAIL("Nothing was refused");
        } catch (const Error& error) {
            const std::string message = error.what();
            QVERIFY(error.code() == ErrorCode::Mismatch);
            for (const char* part : {"decoder.transformer.h.1.crossattention.q_attn.weight is missing",
                                     "decoder.transformer.ln_f.bias has shape [31] instead of [32]",
                                     "decoder.transformer.h.2.ln_1.bias is unexpected"}) {
                QVERIFY2(message.find(part) != std::string::npos, message.c_str());
            }
        }
    }

    void sizes_that_do_not_fit_are_refused() {
        Gpt2DecoderOptions odd = tiny(32);
        odd.layer.heads = 5;
        QVERIFY_EXCEPTION_THROWN(Gpt2Decoder{odd}, Error);
        const auto decoder = network(32);
        const TextMemory memory = decoder->remember(asPatches(torch::zeros({1, 17, 32})), 0);
        QVERIFY_EXCEPTION_THROWN((void)decoder->write(torch::zeros({1, 65}, torch::kInt64), {}, memory), Error);
    }

private:
    struct Reference {
        std::shared_ptr<Gpt2Decoder> decoder; ///< none where there is no reference data
        models::NamedTensors expected;
        TextMemory memory;
    };

    static void references() {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<int>("pictureSize");
        QTest::newRow("pictures as wide as texts") << "" << 32;
        QTest::newRow("pictures of another width") << "proj_" << 24;
    }

    Reference referenceOfRow() const {
        if (!m_isHere) {
            return {};
        }
        QFETCH(const QString, prefix);
        QFETCH(const int, pictureSize);
        Reference reference;
        reference.decoder = network(pictureSize);
        load(*reference.decoder, withoutEncoder(golden / (prefix.toStdString() + "model.safetensors")));
        reference.expected = models::readTensors(golden / (prefix.toStdString() + "io.safetensors"));
        reference.memory =
            reference.decoder->remember(asPatches(reference.expected.at("encoder_last_hidden_state")), 0);
        return reference;
    }

    bool m_isHere = false;
};

QTEST_GUILESS_MAIN(NnGpt2Test)
#include "nn_gpt2_test.moc"
