// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/pickle_builder.h"
#include "tests/support/tensor_distance.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/inference/storyteller.h"
#include "core/models/blip_captioner.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/models/published_config.h"
#include "core/models/skip_initialisation.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using models::CaptionKind;
using nlohmann::json;
using test::distance;
namespace fs = std::filesystem;

namespace {

constexpr int storageSize = 200'000;

/// Weights as torch.save writes them, all in one storage.
void writePickled(const fs::path& file, const models::NamedTensors& tensors) {
    const auto pushed = [](torch::IntArrayRef numbers) {
        std::string program;
        for (const std::int64_t number : numbers) {
            program += test::integer(static_cast<std::int32_t>(number));
        }
        return program;
    };
    std::string storage;
    std::string entries;
    for (const auto& [name, tensor] : tensors) {
        if (tensor.is_floating_point()) {
            const test::HandMadeTensor made{.key = "0",
                                            .type = "FloatStorage",
                                            .elements = storageSize,
                                            .offset = static_cast<int>(storage.size() / sizeof(float)),
                                            .shape = pushed(tensor.sizes()),
                                            .strides = pushed(tensor.strides())};
            entries += test::text(name) + test::tensor(made) + 's';
            storage.append(static_cast<const char*>(tensor.data_ptr()), tensor.nbytes());
        }
    }
    storage.resize(storageSize * sizeof(float));
    writeFileAtomically(file, test::archive(test::pickled('}' + entries), storage));
}

torch::Tensor captions() {
    return torch::tensor({{{298, 7, 8, 9, 102, 0}}, {{298, 20, 21, 102, 0, 0}}}, torch::kLong);
}

} // namespace

class ModelsBlipTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = fs::path(m_folder->path().toStdString()) / "blip";
        test::writeTinyBlipFolder(m_path);
    }
    void a_published_folder_is_read_as_it_is_data();
    void a_published_folder_is_read_as_it_is();
    void steps_give_what_forward_gives();
    void the_class_tokens_share_is_what_patches_lack();
    void captions_begin_with_the_models_own_token();
    void a_batch_is_learnt_by_heart_by_the_decoder();
    void kept_features_give_what_pictures_give();
    void a_saved_model_gives_the_same_numbers();
    void a_story_is_told_frame_by_frame();
    void base_has_the_published_number_of_parameters_and_heads();
    void configurations_that_do_not_fit_are_refused_data();
    void configurations_that_do_not_fit_are_refused();
    void a_vocabulary_of_another_size_is_refused();
    void missing_tensors_are_listed_by_their_published_names();
    void what_the_model_does_not_write_is_refused();

private:
    std::shared_ptr<models::BlipCaptioner> loaded() {
        models::writeTensors(m_path / "model.safetensors", test::tinyBlipWeights(), models::WeightsType::F32);
        return std::dynamic_pointer_cast<models::BlipCaptioner>(models::loadModelFolder(m_path).model);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

void ModelsBlipTest::a_published_folder_is_read_as_it_is_data() {
    QTest::addColumn<bool>("isPickled");
    QTest::newRow("model.safetensors") << false;
    QTest::newRow("pytorch_model.bin") << true;
}

void ModelsBlipTest::a_published_folder_is_read_as_it_is() {
    QFETCH(const bool, isPickled);
    const models::NamedTensors weights = test::tinyBlipWeights();
    if (isPickled) {
        writePickled(m_path / "pytorch_model.bin", weights);
    } else {
        models::writeTensors(m_path / "model.safetensors", weights, models::WeightsType::F32);
    }
    const models::LoadedModel loaded = models::loadModelFolder(m_path);
    const models::StoryConfig& config = loaded.model->config();
    QCOMPARE(config.architecture, std::string("BlipForConditionalGeneration"));
    QVERIFY(config.preparation == media::PicturePreparation::stretched(32, media::PictureFilter::Bicubic));
    QCOMPARE(config.vocabularySize, std::int64_t{300});
    QCOMPARE(config.maximumTokens, std::int64_t{40});
    QCOMPARE(loaded.model->grid().cells(), std::int64_t{16});
    QVERIFY(!loaded.model->is_training());
    const auto parameters = loaded.model->named_parameters();
    const torch::Tensor joint = weights.at("vision_model.encoder.layers.1.self_attn.qkv.weight");
    QVERIFY(
        torch::equal(parameters["vision.layers.1.attention.key.linear.weight"].flatten(1), joint.narrow(0, 24, 24)));
    QVERIFY(torch::equal(parameters["text_decoder.output.linear.bias"],
                         weights.at("text_decoder.cls.predictions.decoder.bias")));
    const models::ModelInfo info = models::readModelInfo(m_path);
    QCOMPARE(info.architecture, config.architecture);
    QVERIFY(info.sizeBytes > 100'000);
}

void ModelsBlipTest::steps_give_what_forward_gives() {
    const auto model = loaded();
    const torch::NoGradGuard noGradients;
    models::Batch batch;
    batch.pictures = torch::rand({2, 1, 3, 32, 32});
    batch.captions = captions();
    const models::TextPrediction whole = model->forward(batch).captions;
    QCOMPARE(whole.attention.sizes().vec(), (std::vector<std::int64_t>{2, 4, 1, 5, 16}));
    std::int64_t row = 0;
    for (std::int64_t story = 0; story < 2; ++story) {
        const models::EncodedStory encoded = model->encode(models::StoryInput::of(batch.pictures.narrow(0, story, 1)));
        const nn::TextMemory memory = model->remember(CaptionKind::Caption, encoded);
        nn::TextCache cache = model->begin(CaptionKind::Caption, encoded, 0);
        for (std::int64_t place = 0; place < 4 - story; ++place, ++row) {
            const nn::TextStep step =
                model->step(CaptionKind::Caption, batch.captions[story][0][place].unsqueeze(0), memory, cache);
            QVERIFY(distance(step.logits[0], whole.logits[row]) < 1e-4);
            QCOMPARE(step.attention.sizes().vec(), (std::vector<std::int64_t>{2, 1, 4, 16}));
            QVERIFY(distance(step.attention[1][0], whole.attention[story].select(1, 0).select(1, place)) < 1e-5);
        }
    }
    QCOMPARE(row, whole.logits.size(0));
}

void ModelsBlipTest::the_class_tokens_share_is_what_patches_lack() {
    const auto model = loaded();
    const torch::NoGradGuard noGradients;
    const models::EncodedStory encoded = model->encode(models::StoryInput::of(torch::rand({1, 1, 3, 32, 32})));
    const nn::TextMemory memory = model->remember(CaptionKind::Caption, encoded);
    nn::TextCache cache = model->begin(CaptionKind::Caption, encoded, 0);
    nn::TextCache plain = model->begin(CaptionKind::Caption, encoded, 0);
    const torch::Tensor begin = torch::tensor({std::int64_t{298}});
    const torch::Tensor patches = model->step(CaptionKind::Caption, begin, memory, cache).attention;
    const torch::Tensor all = model->decoder().step(begin, memory, plain).attention;
    QVERIFY(distance(patches, all.narrow(3, 1, 16)) < 1e-7);
    QVERIFY(distance(1 - patches.sum(-1), all.select(3, 0)) < 1e-6);
    QVERIFY(all.select(3, 0).min().item<double>() > 0);
}

void ModelsBlipTest::captions_begin_with_the_models_own_token() {
    loaded();
    const auto tokenizer = models::loadModelFolder(m_path).tokenizer;
    QCOMPARE(tokenizer->vocabularySize(), std::int64_t{300});
    QCOMPARE(tokenizer->beginId(), std::int64_t{298});
    QCOMPARE(tokenizer->endId(), std::int64_t{102});
    QCOMPARE(tokenizer->token(298), std::string("[DEC]"));
    QCOMPARE(tokenizer->token(299), std::string("[ENC]"));
    std::vector<text::TokenSpan> spans;
    QCOMPARE(tokenizer->decode({298, 7, 299, 8, 102}, &spans), std::string("word7 word8"));
    QCOMPARE(spans.size(), std::size_t{5});
    QCOMPARE(spans[2].id, std::int64_t{299});
    QCOMPARE(tokenizer->encode("word7 word8").size(), std::size_t{2});
}

void ModelsBlipTest::a_batch_is_learnt_by_heart_by_the_decoder() {
    const auto model = loaded();
    torch::manual_seed(2);
    models::Batch batch;
    batch.pictures = torch::rand({2, 1, 3, 32, 32});
    batch.captions = captions();
    const torch::Tensor vision = model->vision().parameters().front().clone();
    model->train();
    QVERIFY(!model->vision().is_training());
    std::vector<torch::Tensor> learning;
    for (const torch::Tensor& parameter : model->parameters()) {
        if (parameter.requires_grad()) {
            learning.push_back(parameter);
        }
    }
    torch::optim::Adam optimizer(learning, torch::optim::AdamOptions(3e-3));
    double loss = 0;
    for (int step = 0; step < 60; ++step) {
        const models::TextPrediction written = model->forward(batch).captions;
        const torch::Tensor error = torch::cross_entropy_loss(written.logits, written.targets);
        optimizer.zero_grad();
        error.backward();
        optimizer.step();
        loss = error.item<double>();
    }
    QVERIFY2(loss < 0.1, qPrintable(QString::number(loss)));
    QVERIFY(torch::equal(model->vision().parameters().front(), vision));
    QCOMPARE(model->parameterCount() - model->trainableParameterCount(), [&] {
        std::int64_t count = 0;
        for (const torch::Tensor& parameter : model->vision().parameters()) {
            count += parameter.numel();
        }
        return count;
    }());
}

void ModelsBlipTest::kept_features_give_what_pictures_give() {
    const auto model = loaded();
    const torch::NoGradGuard noGradients;
    const torch::Tensor pictures = torch::rand({2, 1, 3, 32, 32});
    const torch::Tensor features = model->frozenFeatures(pictures.flatten(0, 1));
    QCOMPARE(features.sizes().vec(), (std::vector<std::int64_t>{2, 17, 24}));
    models::StoryInput input;
    input.features = features.unflatten(0, {2, 1});
    const models::EncodedStory kept = model->encode(input);
    const models::EncodedStory seen = model->encode(models::StoryInput::of(pictures));
    QVERIFY(torch::equal(kept.patches, seen.patches));
    QVERIFY(torch::equal(kept.states, seen.states));
    QCOMPARE(seen.patches.sizes().vec(), (std::vector<std::int64_t>{2, 1, 24, 4, 4}));
}

void ModelsBlipTest::a_saved_model_gives_the_same_numbers() {
    const auto model = loaded();
    const auto tokenizer = models::loadModelFolder(m_path).tokenizer;
    const fs::path saved = m_path.parent_path() / "saved";
    models::saveModelFolder(*model, *tokenizer, "# Card\n", saved);
    const models::LoadedModel again = models::loadModelFolder(saved);
    QCOMPARE(again.tokenizer->beginId(), std::int64_t{298});
    QCOMPARE(again.tokenizer->vocabularySize(), std::int64_t{300});
    const torch::NoGradGuard noGradients;
    models::Batch batch;
    batch.pictures = torch::rand({2, 1, 3, 32, 32});
    batch.captions = captions();
    QVERIFY(torch::equal(model->forward(batch).captions.logits, again.model->forward(batch).captions.logits));
}

void ModelsBlipTest::a_story_is_told_frame_by_frame() {
    loaded();
    const inference::Storyteller storyteller(m_path);
    std::vector<inference::InputFrame> frames;
    for (const std::uint8_t shade : {20, 120, 220}) {
        inference::InputFrame& frame = frames.emplace_back();
        frame.picture = Picture(40, 30, std::vector<std::uint8_t>(40 * 30 * 3, shade));
    }
    const StoryResult story = storyteller.tell(frames, {}, {}, nullptr);
    QCOMPARE(story.frames.size(), std::size_t{3});
    QVERIFY(story.predictions.empty());
    for (const ToldFrame& frame : story.frames) {
        QVERIFY(!frame.caption.tokens.empty());
        QVERIFY(frame.caption.tokens.front().text != "[DEC]");
    }
    const StoryResult alone = storyteller.tell({frames[1]}, {}, {}, nullptr);
    QCOMPARE(alone.frames[0].caption.text, story.frames[1].caption.text);
}

void ModelsBlipTest::base_has_the_published_number_of_parameters_and_heads() {
    const models::SkipInitialisation onlyCounted;
    const json published{
        {"model_type", "blip"}, {"vision_config", json::object()}, {"text_config", {{"num_attention_heads", 8}}}};
    const models::StoryConfig config = models::publishedConfig(published, "config.json");
    QVERIFY(config.preparation == media::PicturePreparation::stretched(384, media::PictureFilter::Bicubic));
    QCOMPARE(config.vocabularySize, std::int64_t{30'524});
    QCOMPARE(config.parts["text_decoder"]["heads"].get<int>(), 12);
    QCOMPARE(config.parts["text_decoder"]["begin_token_id"].get<int>(), 30'522);
    const auto model = models::makeStoryModel(config);
    QCOMPARE(model->parameterCount(), std::int64_t{247'414'076});
    QCOMPARE(model->grid().rows, std::int64_t{24});
}

void ModelsBlipTest::configurations_that_do_not_fit_are_refused_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("said");
    QTest::newRow("another architecture") << R"({"architectures": ["BlipForQuestionAnswering"]})"
                                          << "BlipForQuestionAnswering";
    QTest::newRow("no architecture") << R"({"architectures": null, "model_type": "bert"})"
                                     << "bert";
    QTest::newRow("no vision") << R"({"vision_config": null})"
                               << "vision_config";
    QTest::newRow("a size that is a text") << R"({"text_config": {"hidden_size": "768"}})"
                                           << "hidden_size";
    QTest::newRow("heads that do not divide") << R"({"text_config": {"num_attention_heads": 5}})"
                                              << "5 heads";
    QTest::newRow("another activation") << R"({"text_config": {"hidden_act": "relu"}})"
                                        << "gelu";
    QTest::newRow("patches that do not fit") << R"({"vision_config": {"patch_size": 7}})"
                                             << "patches of 7";
}

void ModelsBlipTest::configurations_that_do_not_fit_are_refused() {
    QFETCH(const QString, patch);
    QFETCH(const QString, said);
    json config = test::tinyBlipConfig();
    config.merge_patch(json::parse(patch.toStdString()));
    test::writeTinyBlipFolder(m_path, config);
    try {
        loaded();
        QFAIL("This configuration must be refused");
    } catch (const Error& error) {
        QVERIFY2(QString::fromStdString(error.message()).contains(said), error.what());
        QCOMPARE(error.place().file.filename().string(), std::string("config.json"));
    }
}

void ModelsBlipTest::a_vocabulary_of_another_size_is_refused() {
    json config = test::tinyBlipConfig();
    config["text_config"]["vocab_size"] = 310;
    test::writeTinyBlipFolder(m_path, config);
    QVERIFY_EXCEPTION_THROWN(loaded(), Error);
}

void ModelsBlipTest::missing_tensors_are_listed_by_their_published_names() {
    models::NamedTensors weights = test::tinyBlipWeights();
    weights.erase("text_decoder.bert.encoder.layer.1.crossattention.self.key.weight");
    weights["itm_head.weight"] = torch::zeros({2, 2});
    models::writeTensors(m_path / "model.safetensors", weights, models::WeightsType::F32);
    try {
        models::loadModelFolder(m_path);
        QFAIL("These weights must be refused");
    } catch (const Error& error) {
        QCOMPARE(error.message(),
                 std::string("The tensors do not fit config.json: "
                             "text_decoder.bert.encoder.layer.1.crossattention.self.key.weight is missing; "
                             "itm_head.weight is unexpected"));
        QVERIFY(error.place().file == m_path / "model.safetensors");
    }
}

void ModelsBlipTest::what_the_model_does_not_write_is_refused() {
    const auto model = loaded();
    const torch::NoGradGuard noGradients;
    const models::EncodedStory encoded = model->encode(models::StoryInput::of(torch::rand({1, 1, 3, 32, 32})));
    QVERIFY_EXCEPTION_THROWN(model->remember(CaptionKind::ClipCaption, encoded), Error);
    QVERIFY_EXCEPTION_THROWN(model->encode(models::StoryInput::of(torch::rand({1, 2, 3, 32, 32}))), Error);
    QCOMPARE(model->lossNames(), (std::set<std::string>{"caption", "pointing"}));
}

QTEST_APPLESS_MAIN(ModelsBlipTest)
#include "models_blip_test.moc"
