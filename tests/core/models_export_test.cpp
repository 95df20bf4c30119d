// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"
#include "tests/support/git_folder.h"
#include "tests/support/small_model.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/model_export.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"
#include "core/models/published_config.h"
#include "core/text/word_tokenizer.h"
#include "core/text/wordpiece_tokenizer.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace storyscope;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

bool areEqual(const models::StoryModel& a, const models::StoryModel& b) {
    const auto others = b.named_parameters();
    for (const auto& item : a.named_parameters()) {
        if (!torch::equal(others[item.key()], item.value())) {
            return false;
        }
    }
    return others.size() == a.named_parameters().size();
}

/// No file may grow beyond so many bytes while it lives.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit small{.rlim_cur = bytes, .rlim_max = m_before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

} // namespace

/// Models as folders that others read: written whole, or not at all.
class ModelsExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_root = m_folder->path().toStdString();
    }
    void every_kind_is_read_back_equal_data();
    void every_kind_is_read_back_equal();
    void a_captioner_keeps_what_no_published_key_says();
    void changes_of_a_configuration_come_with_its_weights();
    void a_folder_in_use_is_refused_and_stays();
    void a_full_disk_leaves_nothing();

private:
    fs::path modelOf(const QString& kind) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

fs::path ModelsExportTest::modelOf(const QString& kind) const {
    torch::manual_seed(4);
    const fs::path folder = m_root / "model";
    if (kind == "ours") {
        const auto tokenizer = text::WordTokenizer::train({"a cat sits on a mat"}, 20);
        auto config = test::smallConfig(tokenizer.vocabularySize());
        config.name = "Small";
        models::saveModelFolder(*models::makeStoryModel(config), tokenizer, "# A card\n", folder);
        return folder;
    }
    const bool isBlip = kind == "BLIP";
    const json published = isBlip ? test::tinyBlipConfig() : test::tinyGitConfig(kind == "GIT" ? 0 : 6);
    const auto model = models::makeStoryModel(models::publishedConfig(published, "config.json"));
    std::vector<std::string> words = test::tinyBertWords(300);
    models::saveModelFolder(*model, text::WordPieceTokenizer(std::move(words)), "# A card\n", folder);
    return folder;
}

void ModelsExportTest::every_kind_is_read_back_equal_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"ours", "BLIP", "GIT", "GIT for video"}) {
        QTest::newRow(kind) << kind;
    }
}

void ModelsExportTest::every_kind_is_read_back_equal() {
    QFETCH(const QString, kind);
    const fs::path source = modelOf(kind);
    const fs::path target = m_root / "exported" / "mine";
    models::exportModel(source, target, {}, Progress::none());
    const models::LoadedModel before = models::loadModelFolder(source);
    const models::LoadedModel after = models::loadModelFolder(target);
    QVERIFY(areEqual(*before.model, *after.model));
    QVERIFY(toJson(after.model->config()) == toJson(before.model->config()));
    QCOMPARE(after.tokenizer->vocabularySize(), before.tokenizer->vocabularySize());
    QCOMPARE(after.tokenizer->beginId(), before.tokenizer->beginId());
    QCOMPARE(readFile(target / "README.md"), std::string("# A card\n"));
    const models::ModelInfo info = models::readModelInfo(target);
    QCOMPARE(info.name, before.model->config().name);
    QCOMPARE(info.licence, before.model->config().licence);
    QCOMPARE(info.parameterCount, before.model->parameterCount());
    for (const auto& entry : fs::directory_iterator(target.parent_path())) {
        QCOMPARE(entry.path(), target);
    }
}

void ModelsExportTest::a_captioner_keeps_what_no_published_key_says() {
    json changes = json::parse(R"({"name": "Mine", "maximum_tokens": 12, "weights_type": "F16",
        "preparation": {"filter": "lanczos"}, "parts": {"vision": {"frozen": false, "mean": [0.1, 0.2, 0.3]}}})");
    const models::LoadedModel changed = models::loadModelFolder(modelOf("BLIP"), changes);
    const models::StoryConfig& config = changed.model->config();
    QCOMPARE(config.name, std::string("Mine"));
    QCOMPARE(changed.model->trainableParameterCount(), changed.model->parameterCount());
    models::saveModelFolder(*changed.model, *changed.tokenizer, "", m_root / "changed");
    const json saved = json::parse(readFile(m_root / "changed/config.json"));
    QVERIFY(saved["torch_dtype"] == "float16");
    QVERIFY(!saved[models::publishedOwnKey].contains("hidden_size")); // that is said once
    const models::LoadedModel again = models::loadModelFolder(m_root / "changed");
    QVERIFY(toJson(again.model->config()) == toJson(config));
    QCOMPARE(again.model->trainableParameterCount(), again.model->parameterCount());
}

void ModelsExportTest::changes_of_a_configuration_come_with_its_weights() {
    const fs::path folder = modelOf("GIT");
    const json changes = json::parse(R"({"name": "Other", "parts": {"text_decoder": {"dropout": 0.3}}})");
    const models::LoadedModel changed = models::loadModelFolder(folder, changes);
    QVERIFY(areEqual(*models::loadModelFolder(folder).model, *changed.model));
    QCOMPARE(changed.model->config().parts["text_decoder"]["dropout"].get<double>(), 0.3);
    QCOMPARE(models::readModelConfig(folder, changes).name, std::string("Other"));
    const json larger = json::parse(R"({"hidden_size": 48})");
    QVERIFY_EXCEPTION_THROWN(models::loadModelFolder(folder, larger), Error);
    const json unknown = json::parse(R"({"hiden_size": 48})");
    QVERIFY_EXCEPTION_THROWN(models::loadModelFolder(folder, unknown), Error);
}

void ModelsExportTest::a_folder_in_use_is_refused_and_stays() {
    const fs::path source = modelOf("ours");
    fs::create_directories(m_root / "used");
    writeFileAtomically(m_root / "used/letter.txt", "mine");
    try {
        models::exportModel(source, m_root / "used", {}, Progress::none());
        QFAIL("This folder must be refused");
    } catch (const Error& error) {
        QCOMPARE(error.code(), ErrorCode::BadArgument);
    }
    QCOMPARE(readFile(m_root / "used/letter.txt"), std::string("mine"));
    fs::create_directories(m_root / "empty");
    models::exportModel(source, m_root / "empty/", {}, Progress::none());
    QVERIFY(models::loadModelFolder(m_root / "empty").model != nullptr);
}

void ModelsExportTest::a_full_disk_leaves_nothing() {
    for (const char* kind : {"ours", "BLIP"}) {
        const fs::path source = modelOf(kind);
        {
            const FileSizeLimit limit(10'000);
            try {
                models::exportModel(source, m_root / "target", {}, Progress::none());
                QFAIL("This must fail");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::OutOfSpace);
            }
        }
        fs::remove_all(source);
        QVERIFY(fs::is_empty(m_root));
    }
    std::stop_source stopped;
    stopped.request_stop();
    QVERIFY_EXCEPTION_THROWN(
        models::exportModel(modelOf("GIT"), m_root / "target", stopped.get_token(), Progress::none()), Error);
    QVERIFY(!fs::exists(m_root / "target"));
}

QTEST_APPLESS_MAIN(ModelsExportTest)
#include "models_export_test.moc"
