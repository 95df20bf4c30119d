// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/caption_generation.h"
#include "tests/support/tensor_distance.h"

#include "core/base/error.h"
#include "core/inference/storyteller.h"
#include "core/models/model_folder.h"
#include "core/models/skip_initialisation.h"
#include "core/models/vision_gpt2_captioner.h"
#include "core/models/vision_gpt2_config.h"
#include "core/text/byte_pair_bytes.h"
#include "core/text/byte_pair_tokenizer.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace storyscope;
using models::CaptionKind;
using nlohmann::json;
using test::distance;
namespace fs = std::filesystem;

namespace {

const fs::path golden = STORYSCOPE_SHARED_DATA "/golden/vit_gpt2";
constexpr std::int64_t beginId = 299;
constexpr std::int64_t endId = 173;

json readJson(const fs::path& file) {
    std::ifstream stream(file);
    return json::parse(stream);
}

/// As many tokens as the reference models know, the end last.
text::BytePairTokenizer tinyTokenizer() {
    text::BytePairFiles files;
    for (int byte = 0; byte < 256; ++byte) {
        files.tokens.push_back(text::byteSymbol(static_cast<unsigned char>(byte)));
    }
    for (char letter = 'A'; files.tokens.size() < 299; ++letter) {
        files.merges.push_back({.left = "x", .right = std::string(1, letter)});
        files.tokens.push_back("x" + files.merges.back().right);
    }
    files.tokens.emplace_back("<|endoftext|>");
    return text::BytePairTokenizer(std::move(files));
}

/// A published configuration in the reference models' sizes.
json tinyConfig() {
    return {{"model_type", "vision-encoder-decoder"},
            {"pad_token_id", 173},
            {"encoder",
             {{"model_type", "vit"},
              {"hidden_size", 24},
              {"intermediate_size", 48},
              {"num_hidden_layers", 2},
              {"num_attention_heads", 3},
              {"image_size", 32},
              {"patch_size", 8},
              {"bos_token_id", nullptr}}},
            {"decoder",
             {{"model_type", "gpt2"},
              {"add_cross_attention", true},
              {"n_embd", 32},
              {"n_head", 4},
              {"n_inner", nullptr},
              {"n_layer", 2},
              {"n_positions", 64},
              {"vocab_size", 300}}}};
}

} // namespace

class ModelsVisionGpt2Test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tokens_logits_and_attention_equal_the_reference_data() {
        QTest::addColumn<QString>("prefix");
        QTest::newRow("pictures as wide as texts") << "";
        QTest::newRow("pictures of another width") << "proj_";
    }

    void tokens_logits_and_attention_equal_the_reference() {
        QFETCH(const QString, prefix);
        if (!fs::exists(golden)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        const auto model = models::loadModelFolder(folderOf(prefix.toStdString())).model;
        QVERIFY(!model->is_training());
        const models::NamedTensors expected = expectedOf(prefix.toStdString());
        const torch::NoGradGuard noGradients;
        for (std::int64_t text = 0; text < 2; ++text) {
            const models::EncodedStory encoded = model->encode(pictureOf(expected, text));
            const torch::Tensor tokens = expected.at("encoder_last_hidden_state")[text];
            QVERIFY(distance(encoded.states[0][0], tokens[0]) < 1e-4);
            QVERIFY(distance(encoded.patches[0][0].flatten(1).t(), tokens.narrow(0, 1, 16)) < 1e-4);
            const nn::TextMemory memory = model->remember(CaptionKind::Caption, encoded);
            nn::TextCache cache = model->begin(CaptionKind::Caption, encoded, 0);
            const auto length = expected.at("decoder_attention_mask")[text].sum().item<std::int64_t>();
            QVERIFY(length > 3);
            for (std::int64_t place = 0; place < length; ++place) {
                const torch::Tensor token = expected.at("decoder_input_ids")[text][place].unsqueeze(0);
                const nn::TextStep step = model->step(CaptionKind::Caption, token, memory, cache);
                QVERIFY(distance(step.logits[0], expected.at("logits")[text][place]) < 1e-4);
                for (std::int64_t layer = 0; layer < 2; ++layer) {
                    const torch::Tensor weights =
                        expected.at("cross_attentions." + std::to_string(layer))[text].select(1, place);
                    QVERIFY(distance(step.attention[layer][0], weights.narrow(1, 1, 16)) < 2e-5);
                    QVERIFY(distance(1 - step.attention[layer][0].sum(-1), weights.select(1, 0)) < 2e-5);
                }
            }
        }
    }

    void every_text_equals_the_reference_data() {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<int>("index");
        if (!fs::exists(golden)) {
            return;
        }
        for (const char* prefix : {"", "proj_"}) {
            const json all = readJson(golden / (std::string(prefix) + "generate_v446.json")).at("no_prompt");
            for (std::size_t index = 0; index < all.size(); ++index) {
                const std::string name = prefix + all[index]["name"].get<std::string>();
                QTest::newRow(name.c_str()) << prefix << static_cast<int>(index);
            }
        }
    }

    void every_text_equals_the_reference() {
        if (!fs::exists(golden)) {
            QSKIP("The reference outputs of captioners are not on this machine");
        }
        QFETCH(const QString, prefix);
        QFETCH(const int, index);
        const std::string start = prefix.toStdString();
        const inference::StoryEngine& engine = engineOf(start);
        const models::NamedTensors expected = expectedOf(start);
        const json one =
            readJson(golden / (start + "generate_v446.json"))["no_prompt"][static_cast<std::size_t>(index)];
        const torch::NoGradGuard noGradients;
        for (std::size_t picture = 0; picture < 2; ++picture) {
            const models::EncodedStory encoded =
                engine.model().encode(pictureOf(expected, static_cast<std::int64_t>(picture)));
            const auto source = inference::captionSource(engine, CaptionKind::Caption, encoded);
            const test::ReferenceText reference{
                .recorded = one, .story = picture, .prompt = {beginId}, .endId = endId, .padId = endId};
            QCOMPARE(test::differenceFrom(reference, engine, source), QString());
        }
    }

    void base_has_the_published_number_of_parameters() {
        const models::SkipInitialisation onlyCounted;
        const json published{{"encoder", {{"model_type", "vit"}}},
                             {"decoder", {{"model_type", "gpt2"}, {"add_cross_attention", true}}}};
        const models::StoryConfig config = models::visionGpt2Config(published, "config.json");
        QCOMPARE(config.preparation, media::PicturePreparation::stretched(224, media::PictureFilter::Bilinear));
        QCOMPARE(config.vocabularySize, std::int64_t{50'257});
        QCOMPARE(config.padId, std::int64_t{50'256});
        const std::int64_t pooler = 768 * 768 + 768; // which nothing needs
        QCOMPARE(models::makeStoryModel(config)->parameterCount(), 239'195'904 - pooler);
    }

    void a_saved_model_tells_the_same_story() {
        torch::manual_seed(3);
        const auto model = models::makeStoryModel(models::visionGpt2Config(tinyConfig(), "config.json"));
        model->eval();
        const fs::path folder = fs::path(m_folder.path().toStdString()) / "saved";
        models::saveModelFolder(*model, tinyTokenizer(), "# Card\n", folder);
        const models::LoadedModel again = models::loadModelFolder(folder);
        QCOMPARE(again.tokenizer->beginId(), std::int64_t{299});
        const torch::NoGradGuard noGradients;
        models::Batch batch;
        batch.pictures = torch::rand({2, 1, 3, 32, 32});
        batch.captions = torch::tensor({{{299, 7, 8, 9, 299}}, {{299, 20, 21, 299, 173}}}, torch::kLong);
        const models::TextPrediction first = model->forward(batch).captions;
        QVERIFY(torch::equal(first.logits, again.model->forward(batch).captions.logits));
        QCOMPARE(first.attention.sizes().vec(), (std::vector<std::int64_t>{2, 4, 1, 4, 16}));

        const inference::Storyteller storyteller(folder);
        std::vector<inference::InputFrame> frames;
        for (const std::uint8_t shade : {20, 220}) {
            frames.emplace_back().picture = Picture(40, 30, std::vector<std::uint8_t>(40 * 30 * 3, shade));
        }
        const StoryResult story = storyteller.tell(frames, {}, {}, nullptr);
        QCOMPARE(story.frames.size(), std::size_t{2});
        QVERIFY(!story.frames[1].caption.tokens.empty());
    }

    void kept_features_give_what_pictures_give() {
        const auto model = models::makeStoryModel(models::visionGpt2Config(tinyConfig(), "config.json"));
        model->eval();
        const torch::NoGradGuard noGradients;
        const torch::Tensor pictures = torch::rand({2, 1, 3, 32, 32});
        models::StoryInput input;
        input.features = model->frozenFeatures(pictures.flatten(0, 1)).unflatten(0, {2, 1});
        QCOMPARE(input.features.sizes().vec(), (std::vector<std::int64_t>{2, 1, 17, 24}));
        const models::EncodedStory kept = model->encode(input);
        QVERIFY(torch::equal(kept.patches, model->encode(models::StoryInput::of(pictures)).patches));
        QVERIFY_EXCEPTION_THROWN((void)model->remember(CaptionKind::ClipCaption, kept), Error);
    }

    void configurations_that_do_not_fit_are_refused_data() {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("said");
        QTest::newRow("another encoder") << R"({"encoder": {"model_type": "deit"}})"
                                         << "\"vit\"";
        QTest::newRow("another decoder") << R"({"decoder": {"model_type": "bert"}})"
                                         << "\"gpt2\"";
        QTest::newRow("no encoder") << R"({"encoder": null})"
                                    << "\"encoder\" is missing";
        QTest::newRow("blind") << R"({"decoder": {"add_cross_attention": false}})"
                               << "add_cross_attention";
        QTest::newRow("another activation") << R"({"decoder": {"activation_function": "relu"}})"
                                            << "gelu_new";
        QTest::newRow("another scale") << R"({"decoder": {"scale_attn_by_inverse_layer_idx": true}})"
                                       << "scaled";
        QTest::newRow("its own output") << R"({"decoder": {"tie_word_embeddings": false}})"
                                        << "words' table";
        QTest::newRow("heads that do not divide") << R"({"decoder": {"n_head": 5}})"
                                                  << "5 heads";
        QTest::newRow("a size that is a text") << R"({"decoder": {"n_embd": "32"}})"
                                               << "n_embd";
    }

    void configurations_that_do_not_fit_are_refused() {
        QFETCH(const QString, patch);
        QFETCH(const QString, said);
        json config = tinyConfig();
        config.merge_patch(json::parse(patch.toStdString()));
        try {
            (void)models::makeStoryModel(models::visionGpt2Config(config, "config.json"));
            QFAIL("This configuration must be refused");
        } catch (const Error& error) {
            QVERIFY2(QString::fromStdString(error.message()).contains(said), error.what());
        }
    }

private:
    /// A reference model's folder as the library writes it.
    fs::path folderOf(const std::string& prefix) {
        fs::path folder = fs::path(m_folder.path().toStdString()) / ("reference" + prefix);
        if (!fs::exists(folder)) {
            fs::create_directories(folder);
            tinyTokenizer().save(folder);
            fs::copy_file(golden / (prefix + "config.json"), folder / "config.json");
            fs::copy_file(golden / (prefix + "model.safetensors"), folder / "model.safetensors");
        }
        return folder;
    }

    static models::NamedTensors expectedOf(const std::string& prefix) {
        return models::readTensors(golden / (prefix + "io.safetensors"));
    }

    /// One of the two pictures before its colours were normalised.
    static models::StoryInput pictureOf(const models::NamedTensors& expected, std::int64_t index) {
        const torch::Tensor picture = expected.at("pixel_values").narrow(0, index, 1) * 0.5 + 0.5;
        return models::StoryInput::of(picture.unsqueeze(0));
    }

    const inference::StoryEngine& engineOf(const std::string& prefix) {
        auto& engine = m_engines[prefix];
        if (!engine) {
            engine = std::make_unique<inference::StoryEngine>(folderOf(prefix));
        }
        return *engine;
    }

    QTemporaryDir m_folder;
    std::map<std::string, std::unique_ptr<inference::StoryEngine>> m_engines;
};

QTEST_APPLESS_MAIN(ModelsVisionGpt2Test)
#include "models_vision_gpt2_test.moc"
