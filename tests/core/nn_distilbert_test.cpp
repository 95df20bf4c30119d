// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/models/pretrained_weights.h"
#include "core/models/weights_file.h"
#include "core/nn/distilbert_cls_encoder.h"
#include "tests/support/tensor_distance.h"

#include <torch/torch.h>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace storyscope;
using namespace storyscope::nn;
using test::distance;

namespace {

const std::filesystem::path golden = STORYSCOPE_SHARED_DATA "/golden/distilbert";

DistilBertOptions tiny() {
    return {.vocabularySize = 1000, .positions = 64, .size = 32, .layers = 2, .heads = 4, .innerSize = 64};
}

std::shared_ptr<DistilBert> untrained(const DistilBertOptions& options = tiny()) {
    torch::manual_seed(5);
    auto network = std::make_shared<DistilBert>(options);
    network->eval();
    return network;
}

torch::Tensor texts() {
    return torch::tensor({{2, 7, 8, 3, 0, 0, 0, 0}, {2, 5, 6, 7, 8, 3, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0}}, torch::kInt64);
}

} // namespace

class NnDistilBertTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (std::filesystem::exists(golden)) {
            m_expected = models::readTensors(golden / "io.safetensors");
        }
    }

    void the_published_sizes_have_the_published_number_of_parameters() {
        const DistilBert network;
        std::int64_t count = 0;
        for (const torch::Tensor& parameter : network.parameters()) {
            count += parameter.numel();
        }
        QCOMPARE(count, std::int64_t{66'362'880});
        QCOMPARE(network.options().positions, std::int64_t{512});
    }

    void every_state_and_attention_equals_the_reference_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("plain names") << "model.safetensors";
        QTest::newRow("names of a masked language model") << "model_masked_lm.safetensors";
    }

    void every_state_and_attention_equals_the_reference() {
        QFETCH(const QString, file);
        if (m_expected.empty()) {
            QSKIP("shared/golden/distilbert is not here");
        }
        const auto network = loaded(file.toStdString());
        const torch::NoGradGuard noGradients;
        const ReadTexts read = network->read(m_expected.at("input_ids"), m_expected.at("attention_mask"));
        QCOMPARE(read.hidden.size(), std::size_t{3});
        QCOMPARE(read.attention.size(), std::size_t{2});
        for (std::size_t layer = 0; layer < read.hidden.size(); ++layer) {
            QVERIFY(distance(read.hidden[layer], m_expected.at("hidden_states." + std::to_string(layer))) < 2e-5);
        }
        for (std::size_t layer = 0; layer < read.attention.size(); ++layer) {
            QVERIFY(distance(read.attention[layer], m_expected.at("attentions." + std::to_string(layer))) < 5e-6);
        }
        const torch::Tensor last = network->forward(m_expected.at("input_ids"), m_expected.at("attention_mask"));
        QVERIFY(distance(last, m_expected.at("last_hidden_state")) < 2e-5);
    }

    void texts_without_a_mask_and_of_the_greatest_length_equal_the_reference() {
        if (m_expected.empty()) {
            QSKIP("shared/golden/distilbert is not here");
        }
        const auto network = loaded("model.safetensors");
        const torch::NoGradGuard noGradients;
        const torch::Tensor unmasked = network->forward(m_expected.at("input_ids").slice(0, 0, 2), {});
        QVERIFY(distance(unmasked, m_expected.at("no_mask.last_hidden_state")) < 2e-5);
        const torch::Tensor longest = network->forward(m_expected.at("long.input_ids"), {});
        QVERIFY(distance(longest, m_expected.at("long.last_hidden_state")) < 2e-5);
    }

    void gradients_of_words_equal_the_reference() {
        if (m_expected.empty()) {
            QSKIP("shared/golden/distilbert is not here");
        }
        const auto network = loaded("model.safetensors");
        const torch::Tensor words = network->words(m_expected.at("input_ids")).detach().requires_grad_();
        const torch::Tensor last = network->readWords(words, m_expected.at("attention_mask")).hidden.back();
        (last.select(1, 0) * m_expected.at("grad.direction")).sum().backward();
        QVERIFY(distance(words.grad(), m_expected.at("grad.word_embeddings")) < 5e-5);
    }

    void logits_of_the_masked_language_model_equal_the_reference() {
        if (m_expected.empty()) {
            QSKIP("shared/golden/distilbert is not here");
        }
        const auto head = models::readTensors(golden / "model_masked_lm.safetensors");
        const auto network = loaded("model_masked_lm.safetensors");
        const torch::NoGradGuard noGradients;
        torch::Tensor x = network->forward(m_expected.at("input_ids"), m_expected.at("attention_mask"));
        x = torch::gelu(torch::linear(x, head.at("vocab_transform.weight"), head.at("vocab_transform.bias")));
        x = torch::layer_norm(x, {x.size(-1)}, head.at("vocab_layer_norm.weight"), head.at("vocab_layer_norm.bias"),
                              1e-12);
        x = torch::linear(x, head.at("distilbert.embeddings.word_embeddings.weight"), head.at("vocab_projector.bias"));
        QVERIFY(distance(x, m_expected.at("masked_lm.logits")) < 5e-5);
    }

    void weights_with_the_first_names_of_norms_fit() {
        const QTemporaryDir folder;
        const auto network = untrained();
        models::NamedTensors old;
        for (const auto& named : network->named_parameters()) {
            const QString key = QString::fromStdString("distilbert." + named.key())
                                    .replace(QRegularExpression("(LayerNorm|layer_norm)\\.weight$"), "\\1.gamma")
                                    .replace(QRegularExpression("(LayerNorm|layer_norm)\\.bias$"), "\\1.beta");
            old[key.toStdString()] = torch::rand_like(named.value());
        }
        const std::string file = folder.filePath("model.safetensors").toStdString();
        models::writeTensors(file, old, models::WeightsType::F32);
        models::loadPretrained(*network, {.source = file, .sha256 = ""});
        const auto parameters = network->named_parameters();
        QVERIFY(
            torch::equal(parameters["embeddings.LayerNorm.weight"], old.at("distilbert.embeddings.LayerNorm.gamma")));
        QVERIFY(torch::equal(parameters["transformer.layer.1.output_layer_norm.bias"],
                             old.at("distilbert.transformer.layer.1.output_layer_norm.beta")));
    }

    void a_text_that_is_too_long_is_refused() {
        const auto network = untrained();
        QVERIFY_EXCEPTION_THROWN(network->forward(torch::zeros({1, 65}, torch::kInt64), {}), Error);
    }

    void a_frozen_encoder_reads_alike_in_training_and_learns_only_its_projection() {
        const auto network = untrained();
        network->freeze();
        DistilBertClsEncoder encoder({.distilBert = network, .size = 8});
        encoder.train();
        const torch::Tensor first = encoder.forward(texts());
        QVERIFY(torch::equal(first, encoder.forward(texts())));
        QCOMPARE(first.sizes().vec(), (std::vector<std::int64_t>{3, 8}));
        QVERIFY(first.isfinite().all().item<bool>());
        const torch::Tensor features = encoder.frozenFeatures(texts());
        QVERIFY(!features.requires_grad());
        QCOMPARE(features.sizes().vec(), (std::vector<std::int64_t>{3, 32}));
        QVERIFY(torch::equal(encoder.forwardFeatures(features), first));
        first.sum().backward();
        for (const auto& named : encoder.named_parameters()) {
            QCOMPARE(named.value().grad().defined(), named.key().starts_with("projection."));
        }
    }

    void padding_changes_nothing() {
        const auto network = untrained();
        network->freeze();
        DistilBertClsEncoder encoder({.distilBert = network, .size = 8});
        const torch::Tensor alone = encoder.forward(texts().slice(0, 0, 1).slice(1, 0, 4));
        QVERIFY(distance(encoder.forward(texts())[0], alone[0]) < 1e-6);
    }

    void an_encoder_that_is_not_frozen_learns_and_drops_out() {
        DistilBertClsEncoder encoder({.distilBert = untrained(), .size = 8});
        encoder.train();
        QVERIFY(!encoder.frozenFeatures(texts()).defined());
        QVERIFY_EXCEPTION_THROWN(encoder.forwardFeatures(torch::zeros({1, 32})), std::logic_error);
        const torch::Tensor first = encoder.forward(texts());
        QVERIFY(!torch::equal(first, encoder.forward(texts())));
        first.sum().backward();
        QVERIFY(encoder.distilBert()->parameters().front().grad().defined());
    }

private:
    static std::shared_ptr<DistilBert> loaded(const std::string& file) {
        const auto network = untrained();
        models::loadPretrained(*network, {.source = (golden / file).string(), .sha256 = ""});
        return network;
    }

    models::NamedTensors m_expected;
};

QTEST_GUILESS_MAIN(NnDistilBertTest)
#include "nn_distilbert_test.moc"
