// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/small_model.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/models/weights_file.h"
#include "core/text/word_tokenizer.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace storyscope;
namespace fs = std::filesystem;

namespace {

text::WordTokenizer tokenizer() {
    return text::WordTokenizer({"[PAD]", "[UNK]", "[BOS]", "[EOS]", "a", "cat", "sees", "dog", "."});
}

constexpr std::int64_t words = 9;
constexpr const char* someWeight = "temporal_layer.positions";

std::shared_ptr<models::StoryModel> makeModel(const std::string& weightsType = "F32") {
    torch::manual_seed(5);
    models::StoryConfig config = test::smallConfig(words);
    config.weightsType = weightsType;
    auto model = models::makeStoryModel(config);
    model->setFamiliarity(models::Familiarity::measure(torch::rand({300, model->featureCount()}),
                                                       torch::rand({100, model->featureCount()})));
    model->eval();
    return model;
}

torch::Tensor captionLogits(models::StoryModel& model, const torch::Tensor& pictures) {
    torch::NoGradGuard noGrad;
    models::Batch batch;
    batch.pictures = pictures;
    batch.captions = torch::full({1, pictures.size(1), 4}, 2, torch::kLong);
    return model.forward(batch).captions.logits;
}

} // namespace

class ModelsFolderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = fs::path(m_folder->path().toStdString()) / "model";
    }
    void a_saved_model_gives_the_same_numbers_to_the_last_bit();
    void loading_draws_nothing_from_the_generator();
    void halved_weights_are_half_as_large_and_nearly_the_same();
    void a_spoilt_folder_is_refused_by_name_data();
    void a_spoilt_folder_is_refused_by_name();
    void all_problems_of_the_weights_are_listed_at_once();
    void a_folder_without_familiarity_finds_everything_familiar();
    void info_is_read_without_the_weights();
    void a_model_without_a_name_is_called_as_its_folder_or_repository_data();
    void a_model_without_a_name_is_called_as_its_folder_or_repository();
    void familiarity_tells_likes_from_strangers();
    void familiarity_survives_saving();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

// A run that trains meanwhile draws from it, and shall be repeatable.
void ModelsFolderTest::loading_draws_nothing_from_the_generator() {
    models::saveModelFolder(*makeModel(), tokenizer(), "# Card\n", m_path);
    torch::manual_seed(5);
    const torch::Tensor expected = torch::randn({3});
    torch::manual_seed(5);
    models::loadModelFolder(m_path);
    QVERIFY(torch::equal(torch::randn({3}), expected));
}

void ModelsFolderTest::a_saved_model_gives_the_same_numbers_to_the_last_bit() {
    const auto model = makeModel();
    models::saveModelFolder(*model, tokenizer(), "# Card\n", m_path);
    const models::LoadedModel loaded = models::loadModelFolder(m_path);
    const torch::Tensor pictures = torch::rand({1, 3, 3, 16, 16});
    QVERIFY(torch::equal(captionLogits(*model, pictures), captionLogits(*loaded.model, pictures)));
    torch::NoGradGuard noGrad;
    const models::EncodedStory before = model->encode(models::StoryInput::of(pictures));
    const models::EncodedStory after = loaded.model->encode(models::StoryInput::of(pictures));
    QVERIFY(torch::equal(model->nextPicture(before, 2), loaded.model->nextPicture(after, 2)));
    QVERIFY(torch::equal(before.tagLogits, after.tagLogits));
    QCOMPARE(loaded.tokenizer->token(5), std::string("cat"));
    QCOMPARE(readFile(m_path / "README.md"), std::string("# Card\n"));
}

void ModelsFolderTest::halved_weights_are_half_as_large_and_nearly_the_same() {
    const auto model = makeModel("F16");
    models::saveModelFolder(*model, tokenizer(), "", m_path);
    const models::LoadedModel loaded = models::loadModelFolder(m_path);
    const torch::Tensor pictures = torch::rand({1, 3, 3, 16, 16});
    QVERIFY(torch::allclose(captionLogits(*model, pictures), captionLogits(*loaded.model, pictures), 0.05, 0.02));
    QVERIFY(fs::file_size(m_path / "model.safetensors") < static_cast<std::uintmax_t>(model->parameterCount()) * 3);
    models::saveModelFolder(*loaded.model, *loaded.tokenizer, "", fs::path(m_path.string() + "2"));
    QCOMPARE(readFile(m_path / "model.safetensors"), readFile(fs::path(m_path.string() + "2") / "model.safetensors"));
}

void ModelsFolderTest::a_spoilt_folder_is_refused_by_name_data() {
    QTest::addColumn<QString>("spoil");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    QTest::newRow("missing tensor") << "missing tensor" << static_cast<int>(ErrorCode::Mismatch) << someWeight;
    QTest::newRow("misshapen tensor") << "misshapen tensor" << static_cast<int>(ErrorCode::Mismatch) << someWeight;
    QTest::newRow("unexpected tensor") << "unexpected tensor" << static_cast<int>(ErrorCode::Mismatch) << "stranger";
    QTest::newRow("truncated weights") << "truncated weights" << static_cast<int>(ErrorCode::Malformed)
                                       << "model.safetensors";
    QTest::newRow("no weights") << "no weights" << static_cast<int>(ErrorCode::NotFound) << "model.safetensors";
    QTest::newRow("no config") << "no config" << static_cast<int>(ErrorCode::NotFound) << "config.json";
    QTest::newRow("config not JSON") << "config not JSON" << static_cast<int>(ErrorCode::Malformed) << "config.json";
    QTest::newRow("other architecture") << "other architecture" << static_cast<int>(ErrorCode::Unsupported)
                                        << "config.json";
    QTest::newRow("other vocabulary") << "other vocabulary" << static_cast<int>(ErrorCode::Mismatch) << "vocab.txt";
    QTest::newRow("misshapen familiarity")
        << "misshapen familiarity" << static_cast<int>(ErrorCode::Mismatch) << "familiarity.safetensors";
}

void ModelsFolderTest::a_spoilt_folder_is_refused_by_name() {
    QFETCH(QString, spoil);
    QFETCH(int, code);
    QFETCH(QString, named);
    models::saveModelFolder(*makeModel(), tokenizer(), "", m_path);
    const fs::path weightsFile = m_path / "model.safetensors";
    const auto changeWeights = [&](const std::function<void(models::NamedTensors&)>& change) {
        models::NamedTensors weights = models::readTensors(weightsFile);
        change(weights);
        models::writeTensors(weightsFile, weights, models::WeightsType::F32);
    };
    const std::map<std::string, std::function<void()>> spoilers{
        {"missing tensor", [&] { changeWeights([](auto& weights) { weights.erase(someWeight); }); }},
        {"misshapen tensor", [&] { changeWeights([](auto& weights) {
                                       weights[someWeight] = torch::zeros({2, 2});
                                   }); }},
        {"unexpected tensor", [&] { changeWeights([](auto& weights) { weights["stranger"] = torch::zeros({2}); }); }},
        {"truncated weights", [&] { fs::resize_file(weightsFile, fs::file_size(weightsFile) / 2); }},
        {"no weights", [&] { fs::remove(weightsFile); }},
        {"no config", [&] { fs::remove(m_path / "config.json"); }},
        {"config not JSON", [&] { writeFileAtomically(m_path / "config.json", "{"); }},
        {"other architecture", [&] { writeFileAtomically(m_path / "config.json", R"({"architecture": "Oracle"})"); }},
        {"other vocabulary",
         [&] {
             text::WordTokenizer({"[PAD]", "[UNK]", "[BOS]", "[EOS]"}).save(m_path);
         }},
        {"misshapen familiarity", [&] {
             models::writeTensors(m_path / "familiarity.safetensors", {{"mean", torch::zeros({2})}},
                                  models::WeightsType::F32);
         }}};
    spoilers.at(spoil.toStdString())();
    try {
        models::loadModelFolder(m_path);
        QFAIL("no error");
    } catch (const Error& error) {
        QVERIFY2(static_cast<int>(error.code()) == code, error.what());
        QVERIFY2(QString(error.what()).contains(named), error.what());
    }
}

void ModelsFolderTest::all_problems_of_the_weights_are_listed_at_once() {
    models::saveModelFolder(*makeModel(), tokenizer(), "", m_path);
    models::NamedTensors weights = models::readTensors(m_path / "model.safetensors");
    weights.erase("score_head.output.bias");
    weights["score_head.hidden.bias"] = torch::zeros({3});
    models::writeTensors(m_path / "model.safetensors", weights, models::WeightsType::F32);
    try {
        models::loadModelFolder(m_path);
        QFAIL("no error");
    } catch (const Error& error) {
        const QString text = error.what();
        QVERIFY2(text.contains("score_head.output.bias is missing"), error.what());
        QVERIFY2(text.contains("score_head.hidden.bias has shape [3] instead of [16]"), error.what());
    }
}

void ModelsFolderTest::a_folder_without_familiarity_finds_everything_familiar() {
    models::saveModelFolder(*makeModel(), tokenizer(), "", m_path);
    fs::remove(m_path / "familiarity.safetensors");
    const models::LoadedModel loaded = models::loadModelFolder(m_path);
    torch::NoGradGuard noGrad;
    const torch::Tensor distance =
        loaded.model->unfamiliarity(loaded.model->encode(models::StoryInput::of(torch::rand({1, 2, 3, 16, 16}))));
    QVERIFY(torch::equal(distance, torch::zeros({1, 2})));
}

void ModelsFolderTest::info_is_read_without_the_weights() {
    const auto model = makeModel();
    models::saveModelFolder(*model, tokenizer(), "", m_path);
    writeFileAtomically(m_path / "model.safetensors", "unreadable");
    const models::ModelInfo info = models::readModelInfo(m_path);
    QCOMPARE(info.name, std::string("Small"));
    QCOMPARE(info.architecture, std::string("StoryModel"));
    QCOMPARE(info.parameterCount, model->parameterCount());
    QCOMPARE(info.contextFrames, 4);
    QCOMPARE(info.licence, std::string("GPL-3.0-or-later"));
    QCOMPARE(info.sizeBytes, std::uintmax_t{10});
}

void ModelsFolderTest::a_model_without_a_name_is_called_as_its_folder_or_repository_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("name");
    QTest::newRow("a folder") << "my captioner"
                              << "my captioner";
    QTest::newRow("with a slash") << "my captioner/"
                                  << "my captioner";
    QTest::newRow("a snapshot") << "models--owner--small-blip/snapshots/0f1e2d"
                                << "owner/small-blip";
    QTest::newRow("a snapshot with a slash") << "models--owner--small-blip/snapshots/0f1e2d/"
                                             << "owner/small-blip";
    QTest::newRow("a repository without owner") << "models--gpt2/snapshots/0f1e2d"
                                                << "gpt2";
    QTest::newRow("no repository") << "other/snapshots/0f1e2d"
                                   << "0f1e2d";
}

void ModelsFolderTest::a_model_without_a_name_is_called_as_its_folder_or_repository() {
    QFETCH(QString, folder);
    const fs::path path = m_path / folder.toStdString();
    fs::create_directories(path);
    writeFileAtomically(path / "config.json", R"({"architectures": ["BlipForConditionalGeneration"]})");
    writeFileAtomically(path / "model.safetensors", "unreadable");
    QTEST(QString::fromStdString(models::readModelInfo(path).name), "name");
}

void ModelsFolderTest::familiarity_tells_likes_from_strangers() {
    torch::manual_seed(1);
    const torch::Tensor stretch = torch::tensor({1.0F, 10.0F, 0.1F});
    const auto familiarity =
        models::Familiarity::measure(torch::randn({2000, 3}) * stretch + 5, torch::randn({2000, 3}) * stretch + 5);
    const torch::Tensor likes = familiarity.distance(torch::randn({2000, 3}) * stretch + 5);
    const double beyond = (likes > 1).to(torch::kFloat32).mean().item<double>();
    QVERIFY2(beyond > 0.0005 && beyond < 0.02, qPrintable(QString::number(beyond)));
    QVERIFY(familiarity.distance(torch::tensor({{5.0F, 5.0F, 6.0F}})).item<double>() > 1);  // ten deviations away
    QVERIFY(familiarity.distance(torch::tensor({{5.0F, 15.0F, 5.0F}})).item<double>() < 1); // one deviation away
}

void ModelsFolderTest::familiarity_survives_saving() {
    torch::manual_seed(1);
    const auto familiarity = models::Familiarity::measure(torch::randn({100, 4}), torch::randn({50, 4}));
    const fs::path file = m_path / "familiarity.safetensors";
    familiarity.save(file);
    const torch::Tensor features = torch::randn({20, 4});
    QVERIFY(torch::allclose(models::Familiarity::load(file, 4).distance(features), familiarity.distance(features), 1e-5,
                            1e-6));
}

QTEST_APPLESS_MAIN(ModelsFolderTest)
#include "models_folder_test.moc"
