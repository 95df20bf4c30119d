// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_model.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/models/pretrained_catalogue.h"
#include "core/models/pretrained_weights.h"
#include "core/models/weights_file.h"
#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <map>

using namespace storyscope;
namespace fs = std::filesystem;

namespace {

using nn::Classifier;

std::shared_ptr<nn::PretrainedBackbone> squeezeNet(Classifier classifier = Classifier::Kept) {
    return models::makeBackbone("squeezenet1_1", classifier);
}

models::NamedTensors tensorsOf(const torch::nn::Module& network) {
    models::NamedTensors tensors;
    for (const auto& item : network.named_parameters()) {
        tensors[item.key()] = item.value();
    }
    for (const auto& item : network.named_buffers()) {
        tensors[item.key()] = item.value();
    }
    return tensors;
}

bool areEqual(const torch::nn::Module& a, const torch::nn::Module& b) {
    const models::NamedTensors others = tensorsOf(b);
    bool equal = true;
    for (const auto& [name, tensor] : tensorsOf(a)) {
        equal = equal && torch::equal(tensor, others.at(name));
    }
    return equal;
}

text::WordTokenizer tokenizer() {
    return text::WordTokenizer({"[PAD]", "[UNK]", "[BOS]", "[EOS]", "a", "cat", "sees", "dog", "."});
}

models::StoryConfig configWith(const std::string& weights) {
    models::StoryConfig config = test::smallConfig(9);
    config.preparation = media::PicturePreparation::stretched(64, media::PictureFilter::Bilinear);
    config.parts.erase("picture_decoder");
    config.parts["frame_encoder"] = {{"part", "pretrained_frame_encoder"},
                                     {"backbone", "squeezenet1_1"},
                                     {"weights", weights},
                                     {"grid", "last_stage"}};
    return config;
}

std::string messageOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

/// Published weights are found, fitted, and referred to.
class ModelsPretrainedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = m_temporary->path().toStdString();
        m_places = {.own = m_folder / "own", .torchHub = m_folder / "hub", .huggingFace = m_folder / "hf"};
        torch::manual_seed(11);
    }

    void weights_are_found_in_every_place_data();
    void weights_are_found_in_every_place();
    void the_best_place_comes_first();
    void the_main_branch_of_a_repository_is_taken();
    void what_was_not_found_says_where_it_was_looked_for();
    void several_files_in_a_folder_are_not_guessed_at();
    void places_follow_the_environment();
    void names_of_others_are_understood_data();
    void names_of_others_are_understood();
    void tensors_that_do_not_fit_are_listed();
    void a_file_that_is_not_what_its_name_promises_is_refused();
    void a_frozen_backbone_is_referred_to_and_not_repeated();
    void weights_that_changed_since_are_refused();
    void an_exported_model_needs_no_other_file();
    void a_trained_backbone_is_saved_with_the_model();
    void a_wrong_description_is_refused_by_name_data();
    void a_wrong_description_is_refused_by_name();

private:
    fs::path writeWeights(const fs::path& file) {
        const auto network = squeezeNet();
        models::writeTensors(file, tensorsOf(*network), models::WeightsType::F32);
        return file;
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
    models::WeightsPlaces m_places;
};

void ModelsPretrainedTest::weights_are_found_in_every_place_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("file");
    QTest::newRow("own, by name") << "resnet18"
                                  << "own/resnet18.safetensors";
    QTest::newRow("own, published file") << "resnet18"
                                         << "own/resnet18-f37072fd.pth";
    QTest::newRow("torch hub") << "resnet18"
                               << "hub/resnet18-f37072fd.pth";
    QTest::newRow("torch hub, older") << "resnet18"
                                      << "hub/resnet18-5c106cde.pth";
    QTest::newRow("torch hub, ResNet-34") << "resnet34"
                                          << "hub/resnet34-b627a593.pth";
    QTest::newRow("torch hub, second version") << "resnet50"
                                               << "hub/resnet50-11ad3fa6.pth";
    QTest::newRow("torch hub, SqueezeNet") << "squeezenet1_1"
                                           << "hub/squeezenet1_1-b8a52dc0.pth";
    QTest::newRow("hub of Hugging Face") << "resnet50"
                                         << "hf/models--timm--resnet50.tv_in1k/snapshots/1a/model.safetensors";
    QTest::newRow("a repository") << "owner/some-net"
                                  << "hf/models--owner--some-net/snapshots/2b/pytorch_model.bin";
    QTest::newRow("DistilBERT") << "distilbert-base-uncased"
                                << "hf/models--distilbert-base-uncased/snapshots/3c/model.safetensors";
}

void ModelsPretrainedTest::weights_are_found_in_every_place() {
    QFETCH(QString, source);
    QFETCH(QString, file);
    writeFileAtomically(m_folder / file.toStdString(), "x");
    QCOMPARE(models::findWeights(source.toStdString(), m_places), m_folder / file.toStdString());
}

void ModelsPretrainedTest::the_best_place_comes_first() {
    for (const char* const file : {"hub/resnet50-11ad3fa6.pth", "hub/resnet50-0676ba61.pth", "own/resnet50.pth",
                                   "own/resnet50.safetensors", "given/model.safetensors"}) {
        writeFileAtomically(m_folder / file, "x");
        if (!std::string(file).starts_with("given")) {
            QCOMPARE(models::findWeights("resnet50", m_places), m_folder / file);
        }
    }
    QCOMPARE(models::findWeights((m_folder / "given").string(), m_places), m_folder / "given/model.safetensors");
    QCOMPARE(models::findWeights((m_folder / "own/resnet50.pth").string(), m_places), m_folder / "own/resnet50.pth");
}

void ModelsPretrainedTest::the_main_branch_of_a_repository_is_taken() {
    const fs::path repository = m_folder / "hf/models--owner--net";
    for (const char* const commit : {"1111", "2222", "3333"}) {
        writeFileAtomically(repository / "blobs" / commit, commit);
        fs::create_directories(repository / "snapshots" / commit);
        fs::create_symlink(repository / "blobs" / commit, repository / "snapshots" / commit / "model.safetensors");
    }
    writeFileAtomically(repository / "refs/main", "2222\n");
    QCOMPARE(models::findWeights("owner/net", m_places), repository / "snapshots/2222/model.safetensors");
}

void ModelsPretrainedTest::what_was_not_found_says_where_it_was_looked_for() {
    const std::string text = messageOf([&] { models::findWeights("squeezenet1_1", m_places); });
    for (const char* const place : {"own/squeezenet1_1.safetensors", "hub/squeezenet1_1-b8a52dc0.pth",
                                    "hub/squeezenet1_1-f364aa15.pth", "nothing is downloaded"}) {
        QVERIFY2(text.find(place) != std::string::npos, text.c_str());
    }
    const std::string repository = messageOf([&] { models::findWeights("owner/net", m_places); });
    QVERIFY2(repository.find("hf/models--owner--net") != std::string::npos, repository.c_str());
    QVERIFY(!messageOf([&] { models::findWeights("../../secret", m_places); }).empty());
    QVERIFY(!messageOf([&] { models::findWeights("", m_places); }).empty());
}

void ModelsPretrainedTest::several_files_in_a_folder_are_not_guessed_at() {
    writeFileAtomically(m_folder / "two/a.pth", "x");
    QCOMPARE(models::findWeights((m_folder / "two").string(), m_places), m_folder / "two/a.pth");
    writeFileAtomically(m_folder / "two/b.pth", "x");
    const std::string text = messageOf([&] { models::findWeights((m_folder / "two").string(), m_places); });
    QVERIFY2(text.find("several") != std::string::npos, text.c_str());
}

void ModelsPretrainedTest::places_follow_the_environment() {
    qputenv("TORCH_HOME", "/t");
    qputenv("HF_HOME", "/h");
    qunsetenv("HF_HUB_CACHE");
    QCOMPARE(models::WeightsPlaces::fromEnvironment().torchHub, fs::path("/t/hub/checkpoints"));
    QCOMPARE(models::WeightsPlaces::fromEnvironment().huggingFace, fs::path("/h/hub"));
    qputenv("HF_HUB_CACHE", "/c");
    QCOMPARE(models::WeightsPlaces::fromEnvironment().huggingFace, fs::path("/c"));
    for (const char* const name : {"TORCH_HOME", "HF_HOME", "HF_HUB_CACHE"}) {
        qunsetenv(name);
    }
    const fs::path cache = qgetenv("XDG_CACHE_HOME").toStdString();
    QCOMPARE(models::WeightsPlaces::fromEnvironment().torchHub, cache / "torch/hub/checkpoints");
    QCOMPARE(models::WeightsPlaces::fromEnvironment().huggingFace, cache / "huggingface/hub");
}

void ModelsPretrainedTest::names_of_others_are_understood_data() {
    QTest::addColumn<QString>("style");
    for (const char* const style :
         {"plain", "module.", "model.backbone.", "sequence", "backbone.sequence", "transformers"}) {
        QTest::newRow(style) << style;
    }
}

void ModelsPretrainedTest::names_of_others_are_understood() {
    QFETCH(QString, style);
    const std::map<QString, std::map<std::string, std::string>> spellings{
        {"sequence",
         {{"conv1.weight", "0.weight"},
          {"bn1.running_var", "1.running_var"},
          {"layer1.0.conv1.weight", "4.0.conv1.weight"},
          {"layer4.1.bn2.bias", "7.1.bn2.bias"},
          {"layer2.0.downsample.0.weight", "5.0.downsample.0.weight"}}},
        {"transformers",
         {{"conv1.weight", "embedder.embedder.convolution.weight"},
          {"bn1.running_var", "embedder.embedder.normalization.running_var"},
          {"layer1.0.conv1.weight", "encoder.stages.0.layers.0.layer.0.convolution.weight"},
          {"layer4.1.bn2.bias", "encoder.stages.3.layers.1.layer.1.normalization.bias"},
          {"layer2.0.downsample.0.weight", "encoder.stages.1.layers.0.shortcut.convolution.weight"}}}};
    const auto network = models::makeBackbone("resnet18", Classifier::LeftOut);
    const auto published = models::makeBackbone("resnet18", Classifier::LeftOut);
    models::NamedTensors given;
    for (const auto& [name, tensor] : tensorsOf(*published)) {
        std::string other = name;
        if (style.endsWith("sequence")) {
            other = name.starts_with("layer")   ? std::to_string(name[5] - '0' + 3) + name.substr(6)
                    : name.starts_with("conv1") ? "0" + name.substr(5)
                                                : "1" + name.substr(3);
        } else if (style == "transformers") {
            other = QString::fromStdString(name)
                        .replace(QRegularExpression("^conv1"), "embedder.embedder.convolution")
                        .replace(QRegularExpression("^bn1"), "embedder.embedder.normalization")
                        .replace("downsample.0", "shortcut.convolution")
                        .replace("downsample.1", "shortcut.normalization")
                        .toStdString();
            if (name.starts_with("layer")) {
                other = "encoder.stages." + std::to_string(name[5] - '1') + ".layers" + other.substr(6);
                for (const char number : {'1', '2'}) {
                    const std::string place = std::string(".layer.") + static_cast<char>(number - 1);
                    other = QString::fromStdString(other)
                                .replace(QString(".conv") + number, QString::fromStdString(place + ".convolution"))
                                .replace(QString(".bn") + number, QString::fromStdString(place + ".normalization"))
                                .toStdString();
                }
            }
        }
        if (const auto group = spellings.find(style); group != spellings.end() && group->second.contains(name)) {
            QCOMPARE(other, group->second.at(name));
        }
        const std::string prefix = style == "backbone.sequence" ? "backbone."
                                   : style.endsWith('.')        ? style.toStdString()
                                                                : "";
        given[prefix + other] = tensor;
    }
    given["head.of.something.else"] = torch::zeros({3});
    models::writeTensors(m_folder / "net.safetensors", given, models::WeightsType::F32);
    const auto report =
        models::loadPretrained(*network, {.source = (m_folder / "net.safetensors").string(), .sha256 = {}}, m_places);
    QVERIFY(areEqual(*network, *published));
    QCOMPARE(report.unexpected, std::vector<std::string>{"head.of.something.else"});
}

void ModelsPretrainedTest::tensors_that_do_not_fit_are_listed() {
    models::NamedTensors given = tensorsOf(*squeezeNet());
    given.erase("features.3.squeeze.bias");
    given["features.0.weight"] = torch::zeros({64, 3, 7, 7});
    models::writeTensors(m_folder / "net.safetensors", given, models::WeightsType::F32);
    const auto network = squeezeNet();
    const auto untouched = squeezeNet();
    const std::string text = messageOf([&] {
        models::loadPretrained(*network, {.source = (m_folder / "net.safetensors").string(), .sha256 = {}}, m_places);
    });
    QVERIFY2(text.find("features.3.squeeze.bias is missing") != std::string::npos, text.c_str());
    QVERIFY2(text.find("features.0.weight has shape [64, 3, 7, 7] instead of [64, 3, 3, 3]") != std::string::npos,
             text.c_str());
    QVERIFY(!network->origin().has_value());
}

void ModelsPretrainedTest::a_file_that_is_not_what_its_name_promises_is_refused() {
    writeWeights(m_folder / "hub/squeezenet1_1-b8a52dc0.pth");
    const auto network = squeezeNet();
    const std::string text =
        messageOf([&] { models::loadPretrained(*network, {.source = "squeezenet1_1", .sha256 = {}}, m_places); });
    QVERIFY2(text.find("damaged") != std::string::npos, text.c_str());
}

void ModelsPretrainedTest::a_frozen_backbone_is_referred_to_and_not_repeated() {
    const fs::path file = writeWeights(m_folder / "net.safetensors");
    const auto model = models::makeStoryModel(configWith(file.string()));
    models::saveModelFolder(*model, tokenizer(), "A model", m_folder / "model");
    QVERIFY(fs::file_size(m_folder / "model/model.safetensors") < fs::file_size(file) / 4);
    QVERIFY(readFile(m_folder / "model/config.json").find(models::fileSha256(file)) != std::string::npos);
    const auto loaded = models::loadModelFolder(m_folder / "model");
    QVERIFY(areEqual(*model, *loaded.model));
    for (const auto& item : loaded.model->named_parameters()) {
        QCOMPARE(item.value().requires_grad(), !item.key().starts_with("frame_encoder.backbone."));
    }
    models::saveModelFolder(*loaded.model, tokenizer(), "A model", m_folder / "again");
    QCOMPARE(readFile(m_folder / "again/config.json"), readFile(m_folder / "model/config.json"));
}

void ModelsPretrainedTest::weights_that_changed_since_are_refused() {
    const fs::path file = writeWeights(m_folder / "net.safetensors");
    models::saveModelFolder(*models::makeStoryModel(configWith(file.string())), tokenizer(), "", m_folder / "model");
    writeWeights(file); // others
    const std::string changed = messageOf([&] { models::loadModelFolder(m_folder / "model"); });
    QVERIFY2(changed.find("not the weights that the model was made with") != std::string::npos, changed.c_str());
    fs::remove(file);
    const std::string gone = messageOf([&] { models::loadModelFolder(m_folder / "model"); });
    QVERIFY2(gone.find(file.string()) != std::string::npos, gone.c_str());
}

void ModelsPretrainedTest::an_exported_model_needs_no_other_file() {
    const fs::path file = writeWeights(m_folder / "net.safetensors");
    const auto model = models::makeStoryModel(configWith(file.string()));
    models::exportModelFolder(*model, tokenizer(), "A model", m_folder / "model");
    fs::remove(file);
    const auto loaded = models::loadModelFolder(m_folder / "model");
    QVERIFY(areEqual(*model, *loaded.model));
}

void ModelsPretrainedTest::a_trained_backbone_is_saved_with_the_model() {
    const fs::path file = writeWeights(m_folder / "net.safetensors");
    models::StoryConfig config = configWith(file.string());
    config.parts["frame_encoder"]["frozen"] = false;
    const auto model = models::makeStoryModel(config);
    {
        torch::NoGradGuard noGrad;
        model->named_parameters()["frame_encoder.backbone.features.0.weight"].add_(1);
    }
    models::saveModelFolder(*model, tokenizer(), "A model", m_folder / "model");
    fs::remove(file);
    QVERIFY(areEqual(*model, *models::loadModelFolder(m_folder / "model").model));
}

void ModelsPretrainedTest::a_wrong_description_is_refused_by_name_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("backbone") << "backbone"
                              << "\"resnet19\""
                              << "resnet34, resnet50";
    QTest::newRow("grid") << "grid"
                          << "\"fine\""
                          << "last_stage or pooled";
    QTest::newRow("frozen") << "frozen"
                            << "1"
                            << "frozen";
    QTest::newRow("hash") << "sha256"
                          << "\"12\""
                          << "sha256";
    QTest::newRow("weights") << "weights"
                             << "\"no/such/file.pth\""
                             << "no/such/file.pth";
    QTest::newRow("misspelt") << "wieghts"
                              << "\"\""
                              << "wieghts";
}

void ModelsPretrainedTest::a_wrong_description_is_refused_by_name() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, named);
    models::StoryConfig config = configWith("");
    config.parts["frame_encoder"][key.toStdString()] = nlohmann::json::parse(value.toStdString());
    const std::string text = messageOf([&] { models::makeStoryModel(config); });
    QVERIFY2(QString::fromStdString(text).contains(named), text.c_str());
}

QTEST_GUILESS_MAIN(ModelsPretrainedTest)
#include "models_pretrained_test.moc"
