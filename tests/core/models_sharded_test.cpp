// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/blip_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/weights_index.h"
#include "core/models/folder_weights.h"
#include "core/models/model_folder.h"
#include "core/models/model_info.h"

#include <torch/torch.h>

#include <QTemporaryDir>
#include <QTest>

using namespace storyscope;
using nlohmann::json;
namespace fs = std::filesystem;

/// Model folders whose weights lie in several files, as large published models are kept.
class ModelsShardedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = fs::path(m_folder->path().toStdString()) / "blip";
        test::writeTinyBlipFolder(m_path);
    }
    void shards_are_read_as_one_file_is_data();
    void shards_are_read_as_one_file_is();
    void a_whole_file_is_preferred_to_shards();
    void broken_shards_are_refused_in_one_sentence_data();
    void broken_shards_are_refused_in_one_sentence();
    void an_index_that_cannot_be_is_refused_data();
    void an_index_that_cannot_be_is_refused();

private:
    /// Writes the tensors in turn into so many shards; returns what the index says.
    json writeShards(int count, const std::string& stem, const std::string& ending) const {
        std::vector<models::NamedTensors> shards(static_cast<std::size_t>(count));
        json map;
        std::size_t next = 0;
        for (const auto& [name, tensor] : test::tinyBlipWeights()) {
            const std::size_t shard = next++ % shards.size();
            shards[shard][name] = tensor;
            map[name] = shardName(static_cast<int>(shard) + 1, count, stem, ending);
        }
        for (std::size_t i = 0; i < shards.size(); ++i) {
            models::writeTensors(m_path / shardName(static_cast<int>(i) + 1, count, stem, ending), shards[i],
                                 models::WeightsType::F32);
        }
        writeIndex(map, stem + ending);
        return map;
    }
    static std::string shardName(int number, int count, const std::string& stem, const std::string& ending) {
        return stem + "-0000" + std::to_string(number) + "-of-0000" + std::to_string(count) + ending;
    }
    void writeIndex(const json& map, const std::string& name) const {
        const json index{{"metadata", {{"total_size", 250'000}}}, {"weight_map", map}};
        writeFileAtomically(m_path / (name + ".index.json"), index.dump(2));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

void ModelsShardedTest::shards_are_read_as_one_file_is_data() {
    QTest::addColumn<int>("shards");
    QTest::addColumn<QString>("stem");
    QTest::addColumn<QString>("ending");
    QTest::newRow("one") << 1 << "model"
                         << ".safetensors";
    QTest::newRow("two") << 2 << "model"
                         << ".safetensors";
    QTest::newRow("three") << 3 << "model"
                           << ".safetensors";
    QTest::newRow("three, named as PyTorch's") << 3 << "pytorch_model"
                                               << ".bin";
}

void ModelsShardedTest::shards_are_read_as_one_file_is() {
    QFETCH(const int, shards);
    QFETCH(const QString, stem);
    QFETCH(const QString, ending);
    const fs::path whole = m_path.parent_path() / "whole";
    test::writeTinyBlipFolder(whole);
    models::writeTensors(whole / "model.safetensors", test::tinyBlipWeights(), models::WeightsType::F32);
    writeShards(shards, stem.toStdString(), ending.toStdString());
    const auto expected = models::loadModelFolder(whole).model->named_parameters();
    const auto read = models::loadModelFolder(m_path).model->named_parameters();
    QCOMPARE(read.size(), expected.size());
    for (const auto& item : expected) {
        QVERIFY2(torch::equal(read[item.key()], item.value()), item.key().c_str());
    }
    QVERIFY(models::readModelInfo(m_path).sizeBytes > models::readModelInfo(whole).sizeBytes / 2);
}

void ModelsShardedTest::a_whole_file_is_preferred_to_shards() {
    writeShards(2, "model", ".safetensors");
    QCOMPARE(models::weightsIn(m_path).filename().string(), std::string("model.safetensors.index.json"));
    models::writeTensors(m_path / "pytorch_model.bin", test::tinyBlipWeights(), models::WeightsType::F32);
    QCOMPARE(models::weightsIn(m_path).filename().string(), std::string("model.safetensors.index.json"));
    models::writeTensors(m_path / "model.safetensors", test::tinyBlipWeights(), models::WeightsType::F32);
    QCOMPARE(models::weightsIn(m_path).filename().string(), std::string("model.safetensors"));
}

void ModelsShardedTest::broken_shards_are_refused_in_one_sentence_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << "missing" << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("a tensor is not where it should be") << "lacks" << static_cast<int>(ErrorCode::Malformed);
    QTest::newRow("a tensor is there twice") << "two parts" << static_cast<int>(ErrorCode::Malformed);
    QTest::newRow("cut off") << "" << static_cast<int>(ErrorCode::Malformed);
}

void ModelsShardedTest::broken_shards_are_refused_in_one_sentence() {
    QFETCH(const QString, what);
    QFETCH(const int, code);
    const json map = writeShards(3, "model", ".safetensors");
    const fs::path second = m_path / shardName(2, 3, "model", ".safetensors");
    const std::string tensor = std::next(map.begin()).key(); // the second shard's first
    if (what == "missing") {
        fs::remove(second);
    } else if (what.isEmpty()) {
        fs::resize_file(second, fs::file_size(second) - 8);
    } else {
        models::NamedTensors tensors = models::readTensors(second);
        if (what == "lacks") {
            tensors.erase(tensor);
        } else {
            tensors[map.begin().key()] = torch::zeros({2}); // the first shard's
        }
        models::writeTensors(second, tensors, models::WeightsType::F32);
    }
    try {
        models::loadModelFolder(m_path);
        QFAIL("These weights must be refused");
    } catch (const Error& error) {
        QCOMPARE(static_cast<int>(error.code()), code);
        QVERIFY2(QString::fromStdString(error.message()).contains(what), error.what());
        QVERIFY2(error.place().file == second, error.what());
        if (!what.isEmpty()) {
            const std::string named = what == "two parts" ? map.begin().key() : tensor;
            QVERIFY2(error.message().find('"' + named + '"') != std::string::npos, error.what());
        }
    }
}

void ModelsShardedTest::an_index_that_cannot_be_is_refused_data() {
    QTest::addColumn<QString>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("nothing") << ""
                             << "valid JSON";
    QTest::newRow("half an object") << R"({"weight_map": {"a": )"
                                    << "valid JSON";
    QTest::newRow("a list") << "[]"
                            << "weight_map";
    QTest::newRow("no map") << R"({"metadata": {}})"
                            << "weight_map";
    QTest::newRow("an empty map") << R"({"weight_map": {}})"
                                  << "weight_map";
    QTest::newRow("a map that is a list") << R"({"weight_map": ["a"]})"
                                          << "weight_map";
    QTest::newRow("nested without end") << QString("{\"weight_map\": ") + QString("[").repeated(100'000) << "deeply";
    for (const char* shard : {"../model-1.safetensors", "/etc/model.safetensors", "sub/model.safetensors", "..", ".",
                              "", ".hidden.safetensors", "model.pkl", "a\\\\b.safetensors", "a\\nb.safetensors"}) {
        QTest::addRow("shard \"%s\"", shard)
            << QStringLiteral(R"({"weight_map": {"layer.weight": "%1"}})").arg(shard) << "\"layer.weight\"";
    }
    QTest::newRow("a shard that is a number") << R"({"weight_map": {"layer.weight": 7}})"
                                              << "\"layer.weight\"";
}

void ModelsShardedTest::an_index_that_cannot_be_is_refused() {
    QFETCH(const QString, content);
    QFETCH(const QString, said);
    const fs::path index = m_path / "model.safetensors.index.json";
    writeFileAtomically(index, content.toStdString());
    for (const bool isWhole : {false, true}) {
        try {
            if (isWhole) {
                models::loadModelFolder(m_path);
            } else {
                formats::readWeightsIndex(index);
            }
            QFAIL("This index must be refused");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Malformed);
            QVERIFY2(QString::fromStdString(error.message()).contains(said), error.what());
            QVERIFY(error.place().file == index);
        }
    }
}

QTEST_APPLESS_MAIN(ModelsShardedTest)
#include "models_sharded_test.moc"
