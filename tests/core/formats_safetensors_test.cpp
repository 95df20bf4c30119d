// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/formats/safetensors.h"
#include "formats_safetensors_cases.h"

#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <random>

using namespace storyscope;
using namespace storyscope::formats;
using namespace storyscope::test;

namespace {

QByteArray bytesOf(const std::string& text) {
    return QByteArray::fromStdString(text);
}

TensorData tensorWith(TensorType type, std::vector<std::int64_t> shape, std::size_t bytes) {
    return {.type = type, .shape = std::move(shape), .bytes = std::vector<std::byte>(bytes, std::byte{1})};
}

} // namespace

class FormatsSafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_valid_file_is_read_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("tensors");
        for (const ValidSafetensors& file : validSafetensors()) {
            QTest::newRow(file.name) << bytesOf(file.bytes) << file.tensors;
        }
    }
    void a_valid_file_is_read() {
        QFETCH(QByteArray, bytes);
        QFETCH(int, tensors);
        QCOMPARE(parseSafetensors(bytes.toStdString(), "a.safetensors").tensors.size(),
                 static_cast<std::size_t>(tensors));
    }

    void a_broken_file_is_refused_by_name_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        for (const BrokenSafetensors& file : brokenSafetensors()) {
            QTest::newRow(file.name) << bytesOf(file.bytes) << QString(file.reason);
        }
    }
    void a_broken_file_is_refused_by_name() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "weights.safetensors";
        writeFileAtomically(path, bytes.toStdString());
        for (const bool fromDisk : {false, true}) {
            try {
                fromDisk ? readSafetensors(path) : parseSafetensors(bytes.toStdString(), path);
                QFAIL("a broken file was read");
            } catch (const Error& error) {
                QCOMPARE(error.code(), ErrorCode::Malformed);
                QCOMPARE(error.place().file, path);
                QVERIFY(error.place().byteOffset.has_value());
                QVERIFY2(QString(error.what()).contains('(' + reason + ')'), error.what());
            }
        }
    }

    void official_types_that_are_not_used_are_unsupported_data() {
        QTest::addColumn<QString>("type");
        for (const char* type : {"U16", "U32", "U64", "C64", "F4", "F6_E2M3", "F8_E4M3", "F8_E8M0"}) {
            QTest::newRow(type) << type;
        }
    }
    void official_types_that_are_not_used_are_unsupported() {
        QFETCH(QString, type);
        try {
            parseSafetensors(fileOf(tensorOf(type.toStdString(), "[8]", "[0,8]"), 8), "a.safetensors");
            QFAIL("an unknown type was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::Unsupported);
            QVERIFY(QString(error.what()).contains(type));
        }
    }

    void truth_values_are_zero_or_one() {
        std::string bytes = fileOf(tensorOf("BOOL", "[2]", "[0,2]"), 2);
        bytes.back() = 1;
        QCOMPARE(parseSafetensors(bytes, "x").tensors.at("test").bytes.back(), std::byte{1});
        bytes.back() = 2;
        QVERIFY_THROWS_EXCEPTION(Error, parseSafetensors(bytes, "x"));
    }

    void what_was_written_is_read_back() {
        TensorFile file;
        file.metadata = {{"format", "pt"}, {"note", "line\nbreak \"quoted\""}};
        int value = 0;
        for (const TensorType type :
             {TensorType::F64, TensorType::F32, TensorType::F16, TensorType::BF16, TensorType::I64, TensorType::I32,
              TensorType::I16, TensorType::I8, TensorType::U8, TensorType::Bool}) {
            auto& tensor = file.tensors[tensorTypeName(type)] = tensorWith(type, {3, 1, 2}, 6 * sizeBytes(type));
            tensor.bytes.front() = std::byte{static_cast<unsigned char>(type == TensorType::Bool ? 0 : ++value)};
        }
        file.tensors["scalar"] = tensorWith(TensorType::F32, {}, 4);
        file.tensors["empty"] = tensorWith(TensorType::F32, {0, 5}, 0);

        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "m.safetensors";
        writeSafetensors(path, file);
        const TensorFile read = readSafetensors(path);
        QCOMPARE(read.metadata, file.metadata);
        QCOMPARE(read.tensors.size(), file.tensors.size());
        for (const auto& [name, tensor] : file.tensors) {
            QCOMPARE(read.tensors.at(name).type, tensor.type);
            QCOMPARE(read.tensors.at(name).shape, tensor.shape);
            QVERIFY(read.tensors.at(name).bytes == tensor.bytes);
        }
        const MappedTensors mapped = mapSafetensors(path);
        QCOMPARE(mapped.size(), file.tensors.size());
        for (const auto& [name, tensor] : file.tensors) {
            QCOMPARE(mapped.at(name).type, tensor.type);
            QCOMPARE(mapped.at(name).shape, tensor.shape);
            QVERIFY(std::ranges::equal(mapped.at(name).bytes, tensor.bytes));
        }
    }

    void a_mapped_file_is_never_changed_and_outlives_its_name() {
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) / "m.safetensors";
        TensorFile file;
        file.tensors["a"] = tensorWith(TensorType::F32, {2}, 8);
        writeSafetensors(path, file);
        const MappedTensors mapped = mapSafetensors(path);
        const std::span<std::byte> bytes = mapped.at("a").bytes;
        bytes[3] = std::byte{7};
        QVERIFY(readSafetensors(path).tensors.at("a").bytes == file.tensors.at("a").bytes);
        const int before = std::to_integer<int>(bytes[4]);
        file.tensors["a"].bytes[4] = std::byte{9};
        writeSafetensors(path, file); // another file of that name
        QCOMPARE(std::to_integer<int>(bytes[3]), 7);
        QCOMPARE(std::to_integer<int>(bytes[4]), before);
        std::filesystem::remove(path);
        QCOMPARE(std::to_integer<int>(bytes[4]), before);
        QVERIFY_THROWS_EXCEPTION(Error, mapSafetensors(path));
    }

    void written_files_are_aligned_and_sorted() {
        TensorFile file;
        file.tensors["a"] = tensorWith(TensorType::U8, {3}, 3);
        file.tensors["b"] = tensorWith(TensorType::F16, {1}, 2);
        file.tensors["d"] = tensorWith(TensorType::I64, {1}, 8);
        file.tensors["c"] = tensorWith(TensorType::F64, {1}, 8);
        const std::string bytes = serializeSafetensors(file);
        std::uint64_t headerSize = 0;
        std::memcpy(&headerSize, bytes.data(), sizeof headerSize);
        QCOMPARE((8 + headerSize) % 8, std::uint64_t{0});
        const std::string header = bytes.substr(8, headerSize);
        QVERIFY(header.starts_with("{\"c\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},\"d\":"));
        QVERIFY(header.find("\"b\"") < header.find("\"a\""));
        QCOMPARE(bytes.size(), 8 + headerSize + 21);
        QCOMPARE(serializeSafetensors(parseSafetensors(bytes, "x")), bytes);
    }

    void nothing_is_written_that_could_not_be_read_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("bytes");
        QTest::newRow("control character") << QByteArray("a\nb") << 4;
        QTest::newRow("late control character") << QByteArray("a\xC2\x85") << 4;
        QTest::newRow("not UTF-8") << QByteArray("a\xFF") << 4;
        QTest::newRow("the metadata's name") << QByteArray("__metadata__") << 4;
        QTest::newRow("wrong size") << QByteArray("a") << 5;
    }
    void nothing_is_written_that_could_not_be_read() {
        QFETCH(QByteArray, name);
        QFETCH(int, bytes);
        TensorFile file;
        file.tensors[name.toStdString()] = tensorWith(TensorType::F32, {1}, static_cast<std::size_t>(bytes));
        QVERIFY_THROWS_EXCEPTION(Error, serializeSafetensors(file));
    }

    void a_missing_file_and_a_folder_are_named() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY_THROWS_EXCEPTION(Error, readSafetensors(path));
        try {
            readSafetensors(path / "missing.safetensors");
            QFAIL("a missing file was read");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::NotFound);
        }
    }

    void changed_bytes_never_crash_the_reader() {
        const std::string original = validSafetensors().front().bytes;
        std::mt19937 random(3);
        for (int round = 0; round < 20'000; ++round) {
            std::string bytes = original;
            for (unsigned change = 0; change <= random() % 3; ++change) {
                bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
            }
            bytes.resize(bytes.size() - (random() % 8 == 0 ? random() % bytes.size() : 0));
            try {
                const TensorFile file = parseSafetensors(bytes, "x");
                QVERIFY(file.tensors.size() <= 1);
            } catch (const Error& error) {
                QVERIFY(error.code() == ErrorCode::Malformed || error.code() == ErrorCode::Unsupported);
            }
        }
    }

    void fixture_files_are_read_or_refused_as_they_are_named() {
        int files = 0;
        QDirIterator iterator(STORYSCOPE_TEST_DATA "/safetensors", {"*.safetensors"}, QDir::Files);
        while (iterator.hasNext()) {
            const QString path = iterator.next();
            if (iterator.fileName().startsWith("valid_")) {
                readSafetensors(path.toStdString());
                mapSafetensors(path.toStdString());
            } else {
                QVERIFY_THROWS_EXCEPTION(Error, readSafetensors(path.toStdString()));
                QVERIFY_THROWS_EXCEPTION(Error, mapSafetensors(path.toStdString()));
            }
            ++files;
        }
        QVERIFY(files >= 14);
        QCOMPARE(readSafetensors(STORYSCOPE_TEST_DATA "/safetensors/valid_every_type.safetensors").tensors.size(),
                 std::size_t{9});
    }

    void published_files_are_read() {
        int files = 0;
        QDirIterator iterator(STORYSCOPE_SHARED_DATA, {"*.safetensors"}, QDir::Files, QDirIterator::Subdirectories);
        while (iterator.hasNext()) {
            const std::filesystem::path path = iterator.next().toStdString();
            const TensorFile file = readSafetensors(path);
            const TensorFile again = parseSafetensors(readFile(path), path);
            QVERIFY2(!file.tensors.empty(), path.c_str());
            QCOMPARE(again.tensors.size(), file.tensors.size());
            ++files;
        }
        if (files == 0) {
            QSKIP("there are no published files: the folder of real data is absent");
        }
        qInfo("%d published files read", files);
    }
};

QTEST_GUILESS_MAIN(FormatsSafetensorsTest)
#include "formats_safetensors_test.moc"
